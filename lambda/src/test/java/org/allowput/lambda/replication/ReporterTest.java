package org.allowput.lambda.replication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.allowput.contract.FailureCause;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.emulator.testing.DocumentedTable;
import org.allowput.lambda.EnvironmentVariablesTest;
import org.allowput.lambda.copy.CopySamples;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.events.Delivery;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.http.RequestCounter;
import org.allowput.lambda.report.Log;
import org.allowput.lambda.settings.EnvironmentVariables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReporterTest {
    private static final Instant CHANGED = Instant.parse("2026-01-01T00:00:00Z");

    private final List<String> lines = new ArrayList<>();
    private final Reporter reporter = reporter(Map.of());

    private Reporter reporter(Map<String, String> others) {
        Map<String, String> variables = new HashMap<>(EnvironmentVariablesTest.required());
        variables.putAll(others);
        return new Reporter(
                EnvironmentVariables.read(variables),
                new Log(lines::add),
                InstantSource.fixed(CHANGED.plusSeconds(2)),
                "request-1",
                () -> new RequestCounter.Counts(5, 1, 2),
                Optional.empty());
    }

    @Test
    void everyKindOfOutcomeIsCountedOncePerObject() {
        report("copied", CopySamples.outcome(7, 0));
        report("copied", CopySamples.outcome(7, 0));
        report("deleted", new Outcome.Deleted());
        for (int delivery = 0; delivery < 3; delivery++) {
            report("skipped", new Outcome.Skipped("a reason"));
            report("existing", new Outcome.Existing(9));
        }
        report("gone", new Outcome.Gone());
        report("gone", new Outcome.Gone());
        report("failed", failed(FailureCause.RETRYABLE));
        report("failed", failed(FailureCause.RETRYABLE));
        reporter.unreadable(new Delivery.Unreadable("m-1", "not JSON"));
        reporter.close();

        assertThat(lines)
                .anyMatch(line -> line.contains("\"ObjectsCopied\":[2]")
                        && line.contains("\"BytesCopied\":[7]")
                        && line.contains("\"ObjectsSkipped\":[1]")
                        && line.contains("\"ObjectsFailed\":[2]")
                        && line.contains("\"Requests\":[5]")
                        && line.contains("\"RequestsThrottled\":[1]")
                        && line.contains("\"RequestsFailed\":[2]"))
                .anyMatch(line -> line.contains("\"ObjectsExisting\":[1]"))
                .anyMatch(line -> line.contains("\"ObjectsGone\":[1]"))
                .anyMatch(line -> line.contains("\"ReplicationLag\":[2000,2000,2000]"))
                .anyMatch(line ->
                        line.contains("\"Cause\":\"UnreadableEvent\"") && line.contains("\"ObjectsFailed\":[1]"));
    }

    @ParameterizedTest
    @EnumSource
    void aFailureThatAPersonMustFixIsAnErrorAndAnyOtherAWarning(FailureCause cause) {
        report("a", failed(cause));

        assertThat(lines.getFirst()).contains("\"level\":\"" + (cause.needsAction() ? "ERROR" : "WARN") + "\"");
    }

    @Test
    void missingMetadataIsAWarning() {
        report("all", CopySamples.outcome(1, 0));
        report("some", CopySamples.outcome(1, 2));

        assertThat(lines.getFirst()).contains("\"level\":\"INFO\"").doesNotContain("missingMetadata");
        assertThat(lines.getLast()).contains("\"level\":\"WARN\"").contains("\"missingMetadata\":2");
    }

    @Test
    void anObjectThatIsNotReplacedIsAWarningThatSaysWhy() {
        report("existing", new Outcome.Existing(9));
        reporter.close();

        assertThat(lines.getFirst())
                .contains("\"level\":\"WARN\"", "\"outcome\":\"existing\"", "\"bytes\":9")
                .contains("if the source object was overwritten, its new content was not copied")
                .doesNotContain("lagMillis");
        assertThat(lines).noneMatch(line -> line.contains("\"ObjectsCopied\":[1]"));
    }

    @Test
    void whatIsNotClearedIsCountedAndOnlyWhatIsRefusedIsAnError() {
        report("waiting", new Outcome.Waiting("no tag"));
        report("waiting", new Outcome.Waiting("no tag"));
        report("refused", new Outcome.Refused("another value"));
        reporter.close();

        assertThat(lines.getFirst()).contains("\"level\":\"INFO\"", "\"outcome\":\"waiting\"", "no tag");
        assertThat(lines.get(2)).contains("\"level\":\"ERROR\"", "\"outcome\":\"refused\"", "another value");
        assertThat(lines)
                .anyMatch(line -> line.contains("\"ObjectsWaiting\":[1]"))
                .anyMatch(line -> line.contains("\"ObjectsRefused\":[1]"))
                .anyMatch(line -> line.contains("\"ObjectsFailed\":[0]"));
    }

    /** The event of its creation found it waiting. */
    @ParameterizedTest
    @CsvSource({"[{}], false", "'[{\"requiredTag\": \"scan=clean\"}]', true"})
    void anObjectThatIsGoneAfterItGotItsRequiredTagIsCounted(String selection, boolean counted) {
        Reporter reporter = reporter(Map.of("SELECTION", selection));
        ChangeEvent tagged =
                new ChangeEvent(ChangeEvent.Kind.TAGGED, "ObjectTagging:Put", "source-bucket", "a", CHANGED);
        reporter.outcome("m-1", tagged, "a", new Outcome.Gone());
        reporter.close();

        assertThat(String.join("\n", lines).contains("\"ObjectsGone\":[1]")).isEqualTo(counted);
    }

    @Test
    void messagesWhoseNextDeliveryIsNotScheduledAreCountedAndSaidWithTheReason() {
        reporter.notScheduled("the invocation ran out of time", 2);
        reporter.notScheduled("denied", 1);
        reporter.close();

        assertThat(lines)
                .anyMatch(line -> line.contains("\"messages\":2") && line.contains("the invocation ran out of time"))
                .anyMatch(line -> line.contains("\"messages\":1") && line.contains("denied"))
                .anyMatch(line -> line.contains("\"RetriesNotScheduled\":[3]"));
    }

    /** {@code -Dsnapshots=update} writes it. */
    @Test
    void thePageOfCommandsHasTheFieldsOfEachOutcome() throws IOException {
        List<Outcome> outcomes = List.of(
                CopySamples.outcome(7, 2),
                new Outcome.Deleted(),
                new Outcome.Existing(9),
                failed(FailureCause.PERMANENT),
                new Outcome.Gone(),
                new Outcome.HandedOver(9, "arn:aws:states:us-east-1:222222222222:execution:name:id"),
                new Outcome.Refused("another value"),
                new Outcome.Skipped("a reason"),
                new Outcome.Unconfirmed(9),
                new Outcome.Waiting("no tag"));
        Map<String, List<String>> outcomesOf = new LinkedHashMap<>();
        for (Outcome outcome : outcomes) {
            reporter.outcome("m-1", event("a"), outcome instanceof Outcome.Skipped ? null : "a", outcome);
            JSON.std
                    .mapFrom(lines.getLast())
                    .keySet()
                    .forEach(field -> outcomesOf
                            .computeIfAbsent(field, _ -> new ArrayList<>())
                            .add(outcome.columns().label().label()));
        }
        String rows = outcomesOf.entrySet().stream()
                .map(field -> "`" + field.getKey() + "` | "
                        + (field.getValue().size() == outcomes.size() ? "all" : String.join(", ", field.getValue())))
                .collect(Collectors.joining("\n"));
        String table = "field | outcomes\n--- | ---\n" + rows + "\n";
        if ("update".equals(System.getProperty("snapshots"))) {
            DocumentedTable.replace("log-fields", table);
        }

        assertThat(outcomes).extracting(outcome -> (Object) outcome.getClass()).containsExactlyInAnyOrder((Object[])
                Outcome.class.getPermittedSubclasses());
        assertThat(DocumentedTable.table("log-fields")).isEqualTo(table);
    }

    private void report(String key, Outcome outcome) {
        reporter.outcome("m-1", event(key), key, outcome);
    }

    private static ChangeEvent event(String key) {
        return new ChangeEvent(ChangeEvent.Kind.CREATED, "ObjectCreated:Put", "source-bucket", key, CHANGED);
    }

    private static Outcome failed(FailureCause cause) {
        return new Outcome.Failed(new Failure(cause, "on purpose"));
    }
}
