package org.allowput.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every request that the function sends to AWS, as it was last reviewed. A change that is meant is written down by
 * {@code mvn -pl lambda -am test -Dtest=WireContractTest -Dsnapshots=update}, and read in the diff before it is
 * committed. CI never sets that property.
 *
 * <p>AWS derives from these lines which actions a caller needs, so each new header is a question to the roles'
 * policies.
 */
class WireContractTest {
    private static final Path CONTRACT = Path.of("src", "test", "resources", "wire-contract.txt");
    private static final boolean UPDATE = "update".equals(System.getProperty("snapshots"));

    /** Also the answers of another account's bucket would be refused. */
    @Test
    void theSourceIsNeverWrittenTheTargetNeverReadAndEachRequestStatesWhoOwnsItsBucket() throws IOException {
        Map<String, String> owners = Map.of("source-bucket", "222222222222", "target-bucket", "111111111111");
        Map<String, Set<String>> methods = new HashMap<>();
        for (WireScenario scenario : WireScenarios.all()) {
            for (RecordedRequest request : scenario.record()) {
                owners.forEach((bucket, owner) -> {
                    if (request.line().contains("//" + bucket + ".")) {
                        assertThat(request.header("x-amz-expected-bucket-owner"))
                                .as(request.line())
                                .contains(owner);
                        methods.computeIfAbsent(bucket, first -> new TreeSet<>())
                                .add(request.line().replaceFirst(" .*", ""));
                    }
                });
            }
        }

        assertThat(methods.get("source-bucket")).containsExactly("GET", "HEAD");
        assertThat(methods.get("target-bucket")).containsExactly("DELETE", "POST", "PUT");
    }

    @Test
    void theRequestsAreThoseThatWereReviewed() throws IOException {
        String sent = contract();
        if (UPDATE) {
            Files.createDirectories(CONTRACT.getParent());
            Files.writeString(CONTRACT, sent);
        }
        assertThat(sent).isEqualTo(Files.readString(CONTRACT));
    }

    private static String contract() throws IOException {
        Map<WireScenario, List<RecordedRequest>> chapters = new LinkedHashMap<>();
        for (WireScenario scenario : WireScenarios.all()) {
            chapters.put(scenario, scenario.record());
        }
        return new WireContract(chapters).text();
    }
}
