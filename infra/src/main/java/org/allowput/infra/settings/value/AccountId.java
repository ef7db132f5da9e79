package org.allowput.infra.settings.value;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * An AWS account.
 *
 * @param text 12 digits, leading zeros included
 * @see <a href="https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html">Account
 *     identifiers</a>
 */
public record AccountId(String text) {
    /** The schema of the settings has checked the text. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AccountId {}

    @Override
    public String toString() {
        return text;
    }
}
