package org.allowput.infra.settings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The syntax of an ExternalId. This class validates a value and never keeps, returns or quotes it: the value is passed
 * to AWS as a CloudFormation parameter only.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>
 */
public final class ExternalIdSyntax {
    /** The minimum length in characters. */
    public static final int MIN_LENGTH = 2;
    /** The maximum length in characters. */
    public static final int MAX_LENGTH = 1224;
    /** The characters that STS accepts, as a regular expression of CloudFormation and Java. */
    public static final String PATTERN = "[\\w+=,.@:\\/-]*";
    /** Completes "expected …". */
    public static final String EXPECTED = "2 to 1224 letters, digits and _ + = , . @ : / -";
    /**
     * The environment variable with the source account's ExternalId. If it is set, it is validated with the settings.
     */
    public static final String VARIABLE = "EXTERNAL_ID";

    private static final Pattern CHARACTERS = Pattern.compile(PATTERN);

    private ExternalIdSyntax() {}

    /** The environment variable with the ExternalId of another trusted account. */
    public static String variable(AccountId account) {
        return VARIABLE + "_" + account;
    }

    /** The length of an ExternalId; the minimum length if it is not in the environment. */
    public static int length(String variable, Map<String, String> environment) {
        return Optional.ofNullable(environment.get(variable))
                .map(String::length)
                .orElse(MIN_LENGTH);
    }

    /** Validates the ExternalIds that are set. No error contains a value. */
    static void validate(Settings settings, Map<String, String> environment, SettingsErrors errors) {
        List<String> variables = new ArrayList<>(List.of(VARIABLE));
        settings.furtherSources().forEach(further -> variables.add(variable(further.account())));
        Set<String> values = new HashSet<>();
        for (String variable : variables) {
            String value = environment.get(variable);
            if (value != null) {
                error(variable, value).ifPresent(errors::add);
                if (!values.add(value)) {
                    errors.add(variable
                            + " (environment variable): seen another account's ExternalId, expected a"
                            + " different one for each account");
                }
            }
        }
    }

    private static Optional<String> error(String variable, String value) {
        if (value.length() < MIN_LENGTH || value.length() > MAX_LENGTH) {
            return Optional.of("%s (environment variable): seen %d characters, expected %s"
                    .formatted(variable, value.length(), EXPECTED));
        }
        if (!CHARACTERS.matcher(value).matches()) {
            return Optional.of("%s (environment variable): seen a character that is not allowed, expected %s"
                    .formatted(variable, EXPECTED));
        }
        return Optional.empty();
    }
}
