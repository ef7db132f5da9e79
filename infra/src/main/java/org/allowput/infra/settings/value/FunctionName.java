package org.allowput.infra.settings.value;

import java.util.regex.Pattern;
import org.allowput.infra.settings.reading.SettingType;

/**
 * The name of a Lambda function.
 *
 * @param text 1 to 64 of letters, digits, {@code -} and {@code _}
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html">CreateFunction</a>
 */
public record FunctionName(String text) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final String EXPECTED = "the name of a function: 1 to 64 of letters, digits, - and _";
    public static final SettingType<FunctionName> TYPE =
            SettingType.matching(NAME.pattern(), EXPECTED, FunctionName::new);

    /** @throws IllegalArgumentException if Lambda does not accept the name */
    public FunctionName {
        SettingType.require(NAME.matcher(text).matches(), EXPECTED);
    }

    @Override
    public String toString() {
        return text;
    }
}
