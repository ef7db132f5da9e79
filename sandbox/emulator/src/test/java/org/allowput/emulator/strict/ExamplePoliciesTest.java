package org.allowput.emulator.strict;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.policy.Caller;
import org.allowput.policy.Policy;
import org.allowput.policy.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The policies in docs/examples, as AWS evaluates them. */
class ExamplePoliciesTest {
    @ParameterizedTest
    @CsvFileSource(resources = "/strict/examples.txt", delimiter = '|')
    void aPolicyDeniesAndAllowsWhatItsPageSays(
            String policy,
            @Nullable String condition,
            String action,
            String resource,
            String caller,
            String keys,
            String effect)
            throws IOException {
        String text = published(policy);

        Policy parsed = Policy.parse(condition == null ? text : only(condition, text));
        Request request = new Request(action, resource, caller(caller), context(keys));
        assertThat(parsed.denies(request) ? "DENY" : parsed.allows(request) ? "ALLOW" : "NONE")
                .isEqualTo(effect);
    }

    private static Caller caller(String name) {
        if (name.equals("anybody")) {
            return Caller.ANONYMOUS;
        }
        return name.startsWith("arn:") ? Caller.of(name) : Caller.of("Service", name);
    }

    private static Map<String, List<String>> context(String keys) {
        return Stream.of(keys.split(", "))
                .map(key -> key.split("=", 2))
                .collect(Collectors.toMap(key -> key[0], key -> List.of(key[1].split(" "))));
    }

    /** The statement with one of its conditions. */
    private static String only(String operator, String statement) {
        String condition = statement
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("\"" + operator + "\""))
                .findFirst()
                .orElseThrow()
                .replaceFirst(",$", "");
        return statement.replaceFirst("(?s)\"Condition\": \\{.*", "\"Condition\": {" + condition + "}}]}");
    }

    private static String published(String name) throws IOException {
        return Files.readString(Path.of("..", "..", "docs", "examples", name + ".json"))
                .replace("TARGET_BUCKET", "target")
                .replace("TARGET_ACCOUNT", "111111111111")
                .replace("SOURCE_ACCOUNT", "222222222222")
                .replace("TARGET_ORGANIZATION", "o-target")
                .replace("SOURCE_ORGANIZATION", "o-source");
    }
}
