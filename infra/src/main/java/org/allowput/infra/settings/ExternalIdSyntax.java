package org.allowput.infra.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The syntax of an ExternalId. This class validates a value and never keeps, returns or quotes it: the value is passed
 * to AWS as a CloudFormation parameter only.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>
 */
public final class ExternalIdSyntax {
    /** A regular expression of CloudFormation and Java. A parameter without an ExternalId is empty. */
    public static final String OPTIONAL_PATTERN = "([\\w+=,.@:\\/-]{2,1224})?";
    /** Completes "expected …". */
    public static final String EXPECTED = "2 to 1224 letters, digits and _ + = , . @ : / -";
    /** The environment variable with the source account's ExternalId. That of another account ends with its number. */
    public static final String VARIABLE = "EXTERNAL_ID";
    /** Precedes the name of the variable with an account's ExternalId, for the one that it is changed to. */
    public static final String NEXT = "NEXT_";

    private ExternalIdSyntax() {}

    /** Validates the ExternalIds that are set. */
    static void validate(JsonNode settings, Map<String, String> environment, SettingsErrors errors) {
        Map<String, String> owners = new HashMap<>();
        Stream<String> further = settings.path("furtherSources")
                .valueStream()
                .map(source -> VARIABLE + "_" + source.path("account").asString(""));
        Stream.concat(Stream.of(VARIABLE), further).forEach(ofAccount -> {
            for (String variable : List.of(ofAccount, NEXT + ofAccount)) {
                String value = environment.get(variable);
                if (value == null) {
                    continue;
                }
                String name = variable + " (environment variable): seen ";
                if (value.isEmpty() || !value.matches(OPTIONAL_PATTERN)) {
                    boolean fits = value.matches("(?s).{2,1224}");
                    String seen = fits ? "a character that is not allowed" : value.length() + " characters";
                    errors.messages().add(name + seen + ", expected " + EXPECTED);
                }
                if (!owners.computeIfAbsent(value, first -> ofAccount).equals(ofAccount)) {
                    errors.messages()
                            .add(name + "another account's ExternalId, expected a different one for each account");
                }
            }
        });
    }
}
