package org.allowput.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every request that the function sends to AWS, as it was last reviewed. A change that is meant is written down by
 * {@code mvn -pl lambda -am test -Dtest=WireContractTest -Dsnapshots=update}, and read in the diff before it is
 * committed. CI never sets that property.
 *
 * <p>AWS derives from them which actions a caller needs, so each new header is a question to the roles' policies. "(not
 * signed)" marks the headers that the signature does not cover.
 */
class WireContractTest {
    private static final Path CONTRACT = Path.of("src", "test", "resources", "wire-contract.json");
    private static final PrettyPrinter INDENTED =
            new DefaultPrettyPrinter().withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
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

    /** Each request in full once, by its line and, if others have the same, a number; and what is sent for what. */
    private static String contract() throws IOException {
        Map<WireScenario, List<RecordedRequest>> sent = new LinkedHashMap<>();
        for (WireScenario scenario : WireScenarios.all()) {
            sent.put(scenario, scenario.record());
        }
        List<RecordedRequest> all = sent.values().stream().flatMap(List::stream).toList();
        Map<String, String> common = new TreeMap<>(all.getFirst().headers());
        all.forEach(request -> common.entrySet().retainAll(request.headers().entrySet()));
        Map<String, Object> requests = new TreeMap<>();
        Map<String, Object> chapters = new LinkedHashMap<>();
        sent.forEach((scenario, ofChapter) -> {
            List<String> names = ofChapter.stream()
                    .map(request -> named(request.line(), request.shown(common), requests))
                    .toList();
            Map<String, ?> chapter = Map.of("optIns", new TreeMap<>(scenario.optIns()), "requests", names);
            assertThat(chapters.put(scenario.title(), new TreeMap<>(chapter))).isNull();
        });
        Map<String, ?> contract = Map.of("chapters", chapters, "requests", requests, "headersOfEveryRequest", common);
        return JSON.std.with(INDENTED).asString(new TreeMap<>(contract)) + "\n";
    }

    private static String named(String line, Object shown, Map<String, Object> requests) {
        String name = line;
        for (int number = 2; !requests.getOrDefault(name, shown).equals(shown); number++) {
            name = line + " (" + number + ")";
        }
        requests.put(name, shown);
        return name;
    }
}
