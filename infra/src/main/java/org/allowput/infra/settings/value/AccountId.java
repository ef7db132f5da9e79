package org.allowput.infra.settings.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.regex.Pattern;

/**
 * An AWS account.
 *
 * @param text 12 digits, leading zeros included
 * @see <a href="https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html">Account
 *     identifiers</a>
 */
public record AccountId(String text) {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{12}");

    /** @throws IllegalArgumentException if the text is not 12 digits */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AccountId {
        Expectation.require(DIGITS.matcher(text).matches(), "12 digits");
    }

    @Override
    public String toString() {
        return text;
    }
}
