package org.allowput.infra.settings.value;

import java.util.regex.Pattern;
import org.allowput.infra.settings.reading.SettingType;

/**
 * An AWS account.
 *
 * @param text 12 digits, leading zeros included
 * @see <a href="https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html">Account
 *     identifiers</a>
 */
public record AccountId(String text) {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{12}");
    public static final SettingType<AccountId> TYPE =
            SettingType.matching(DIGITS.pattern(), "12 digits", AccountId::new);
    /** Stands for an account whose setting is missing or malformed. */
    public static final AccountId PLACEHOLDER = new AccountId("000000000000");

    /** @throws IllegalArgumentException if the text is not 12 digits */
    public AccountId {
        SettingType.require(DIGITS.matcher(text).matches(), "12 digits");
    }

    @Override
    public String toString() {
        return text;
    }
}
