package org.allowput.lambda.replication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.contract.FailureCause;
import org.allowput.contract.connection.LinkState;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.receipt.OutcomeLabel;
import org.allowput.contract.receipt.Receipt;
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

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "CONNECTED, INFO, connected, [1]",
        "CUT, ERROR, cut, [0]",
        "NOT_KNOWN, WARN, not known, ''",
    })
    void aLookHasALineAndAMetricUnlessItSawNothing(LinkState state, String level, String label, String value) {
        reporter.connection(new SourceConnection.Seen(state, state == LinkState.CONNECTED ? "" : "a reason"));
        reporter.close();

        assertThat(lines)
                .filteredOn(line -> line.contains("\"connection\":\"" + label + "\""))
                .singleElement()
                .asString()
                .contains("\"level\":\"" + level + "\"")
                .contains("\"sourceBucket\":\"source-bucket\"");
        assertThat(lines.stream().filter(line -> line.contains("\"SourceConnected\":" + value)))
                .hasSize(value.isEmpty() ? 0 : 1);
        assertThat(lines).noneMatch(line -> line.contains("\"outcome\""));
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
        List<Outcome> outcomes = Stream.of(Outcome.class.getPermittedSubclasses())
                .sorted(Comparator.comparing(Class::getSimpleName))
                .map(ReporterTest::sample)
                .toList();
        Map<String, List<String>> outcomesOf = new LinkedHashMap<>();
        for (Outcome outcome : outcomes) {
            reporter.outcome("m-1", event("a"), outcome instanceof Outcome.Skipped ? null : "a", outcome);
            JSON.std
                    .mapFrom(lines.getLast())
                    .keySet()
                    .forEach(field -> outcomesOf
                            .computeIfAbsent(field, _ -> new ArrayList<>())
                            .add(outcome.describe("a").label().label()));
        }
        String rows = outcomesOf.entrySet().stream()
                .map(field -> "`" + field.getKey() + "` | "
                        + (field.getValue().size() == outcomes.size() ? "all" : String.join(", ", field.getValue())))
                .collect(Collectors.joining("\n"));
        String table = "field | outcomes\n--- | ---\n" + rows + "\n";
        if ("update".equals(System.getProperty("snapshots"))) {
            DocumentedTable.replace("log-fields", table);
        }

        assertThat(DocumentedTable.table("log-fields")).isEqualTo(table);
    }

    /** An outcome with values for all components of its record. */
    private static Outcome sample(Class<?> type) {
        Map<Class<?>, Object> values = Map.of(
                int.class,
                2,
                long.class,
                9L,
                String.class,
                "arn:aws:states:us-east-1:222222222222:execution:name:id",
                Failure.class,
                new Failure(FailureCause.PERMANENT, "on purpose"),
                Receipt.Version.class,
                CopySamples.outcome(7, 2).version());
        try {
            Constructor<?> constructor = type.getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return (Outcome) constructor.newInstance(Stream.of(constructor.getParameterTypes())
                    .map(parameter -> Objects.requireNonNull(values.get(parameter), parameter::getName))
                    .toArray());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    /** The page for people on call explains each label of what was not copied. */
    @ParameterizedTest
    @EnumSource
    void thePageForPeopleOnCallExplainsEachOutcomeThatIsNoCopy(OutcomeLabel outcome) throws IOException {
        String page = Files.readString(Path.of("../docs/on-call.md"));
        String section =
                page.substring(page.indexOf("\n## What the function did"), page.indexOf("\n## Objects are missing"));

        boolean isCopy = outcome == OutcomeLabel.COPIED || outcome == OutcomeLabel.DELETED;
        assertThat(section.contains("`" + outcome.label() + "`")).isEqualTo(!isCopy);
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
