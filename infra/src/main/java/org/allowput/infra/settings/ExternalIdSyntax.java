package org.allowput.infra.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.allowput.infra.settings.schema.SettingsErrors;
import tools.jackson.databind.JsonNode;

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
    /** The same for an ExternalId that may be missing. The length is a part of it, because an empty value has none. */
    public static final String OPTIONAL_PATTERN = "([\\w+=,.@:\\/-]{2,1224})?";
    /** Completes "expected …". */
    public static final String EXPECTED = "2 to 1224 letters, digits and _ + = , . @ : / -";
    /**
     * The environment variable with the source account's ExternalId. If it is set, it is validated with the settings.
     */
    public static final String VARIABLE = "EXTERNAL_ID";

    /** Precedes the name of the variable with an account's ExternalId, for the one that it is changed to. */
    public static final String NEXT = "NEXT_";

    private static final Pattern CHARACTERS = Pattern.compile(PATTERN);

    private ExternalIdSyntax() {}

    /** The length of an ExternalId; the minimum length if it is not in the environment. */
    public static int length(String variable, Map<String, String> environment) {
        return Optional.ofNullable(environment.get(variable))
                .map(String::length)
                .orElse(MIN_LENGTH);
    }

    /** Validates the ExternalIds that are set. No error contains a value. */
    static void validate(JsonNode settings, Map<String, String> environment, SettingsErrors errors) {
        List<String> accounts = new ArrayList<>(List.of(VARIABLE));
        settings.path("furtherSources")
                .forEach(further ->
                        accounts.add(VARIABLE + "_" + further.path("account").asString("")));
        Map<String, String> owners = new HashMap<>();
        for (String account : accounts) {
            for (String variable : List.of(account, NEXT + account)) {
                String value = environment.get(variable);
                if (value != null) {
                    error(variable, value).ifPresent(errors::add);
                    if (!owners.computeIfAbsent(value, first -> account).equals(account)) {
                        errors.add(variable
                                + " (environment variable): seen another account's ExternalId, expected a"
                                + " different one for each account");
                    }
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
