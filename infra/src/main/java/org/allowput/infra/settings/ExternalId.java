package org.allowput.infra.settings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an ExternalId may look like. This class checks a value and never keeps, returns or quotes it: it reaches AWS as
 * a CloudFormation parameter and nothing else.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>
 */
public final class ExternalId {
    /** Characters, at least. */
    public static final int SHORTEST = 2;
    /** Characters, at most. */
    public static final int LONGEST = 1224;
    /** The characters that STS accepts, as CloudFormation and Java both read it. */
    public static final String PATTERN = "[\\w+=,.@:\\/-]*";
    /** Completes "expected …". */
    public static final String EXPECTED = "2 to 1224 letters, digits and _ + = , . @ : / -";
    /** The environment variable whose value is checked, if it is set, together with the settings. */
    public static final String VARIABLE = "EXTERNAL_ID";

    private static final Pattern CHARACTERS = Pattern.compile(PATTERN);

    private ExternalId() {}

    /** The environment variable for a further account's. */
    static String variable(AccountId account) {
        return VARIABLE + "_" + account;
    }

    /** Notes what is wrong with the values that are set. No problem contains a value. */
    static void check(Settings settings, Map<String, String> environment, Findings findings) {
        List<String> variables = new ArrayList<>(List.of(VARIABLE));
        settings.furtherSources().forEach(further -> variables.add(variable(further.account())));
        Set<String> seen = new HashSet<>();
        for (String variable : variables) {
            String value = environment.get(variable);
            if (value != null) {
                problem(variable, value).ifPresent(findings::problem);
                if (!seen.add(value)) {
                    findings.problem(variable
                            + " (environment variable): seen another account's ExternalId, expected one of its own");
                }
            }
        }
    }

    private static Optional<String> problem(String variable, String value) {
        if (value.length() < SHORTEST || value.length() > LONGEST) {
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
