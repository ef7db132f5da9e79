package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What each opt-in adds to the function's variables and to what the two roles allow, as it was last reviewed. A test of
 * the sandbox compares it with the requests that the function sends with the same variables. A change that is meant is
 * written down by {@code mvn -pl infra -am test -Dtest=GrantedByOptInTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dsnapshots=update}.
 */
class GrantedByOptInTest {
    private static final Path FILE = Path.of("src", "test", "resources", "statements", "by-opt-in.txt");
    private static final boolean UPDATE = "update".equals(System.getProperty("snapshots"));

    /** Each is added to none. The key is that of the requests which are compared. */
    private static final List<String> OPT_INS = List.of(
            "optIns.replicateTags=true",
            "optIns.replicateDeletes=true",
            "optIns.abortUploads=true",
            "optIns.sourceIdentity=true",
            "optIns.narrowSessions=true",
            "target.writeOnce=true",
            "function.storageClass=STANDARD_IA",
            "receipts.enabled=true",
            "target.kmsKeyArn=arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            "source.kmsKeyArn=arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab");

    @Test
    void eachOptInAddsTheVariablesAndPermissionsThatWereReviewed() throws IOException {
        Synthesised none = Synthesised.of(Map.of());
        List<String> lines = new ArrayList<>(List.of("== none ==", "variables: none"));
        lines.addAll(allowed(none).toList());
        for (String optIn : OPT_INS) {
            String[] setting = optIn.split("=", 2);
            Synthesised with = Synthesised.of(Map.of(setting[0], setting[1]));
            lines.addAll(List.of("", "== " + optIn + " ==", "variables: " + added(none, with)));
            allowed(with).filter(line -> allowed(none).noneMatch(line::equals)).forEach(lines::add);
        }
        String text = String.join("\n", lines) + "\n";
        if (UPDATE) {
            Files.writeString(FILE, text);
        }
        assertThat(text).isEqualTo(Files.readString(FILE));
    }

    /** What the role in the target account and the function's role may do. */
    private static Stream<String> allowed(Synthesised app) {
        return Stream.of(app.target(), app.source())
                .flatMap(template -> Statements.of(template).stream())
                .filter(line -> line.matches("(AllowPutToS3Role|ReplicationFunctionAccessRole): Allow .*"));
    }

    private static String added(Synthesised none, Synthesised with) {
        Map<String, String> added = variables(with);
        added.keySet().removeAll(variables(none).keySet());
        return added.isEmpty()
                ? "none"
                : added.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(", "));
    }

    private static Map<String, String> variables(Synthesised app) {
        Map<String, String> variables = new TreeMap<>();
        JsonNode function = Synthesised.properties(app.source(), "AWS::Lambda::Function", "ReplicationFunction");
        function.at("/Environment/Variables")
                .properties()
                .forEach(variable ->
                        variables.put(variable.getKey(), variable.getValue().asText()));
        return variables;
    }
}
