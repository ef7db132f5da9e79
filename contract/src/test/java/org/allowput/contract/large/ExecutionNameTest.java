package org.allowput.contract.large;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.ChangeEvent.Kind;
import org.allowput.contract.event.StoredEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutionNameTest {
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"a", "in/file name.bin", "\uD83D\uDE80/\u65E5\u672C.bin", "a\"b<c>{d}[e]?*#%\\^|~`$&,;:/"})
    void everyKeyHasANameThatStepFunctionsAccepts(String key) {
        for (String long1024 : List.of(key, key + "x".repeat(900))) {
            assertThat(ExecutionName.of(created(long1024), "v1")).matches("[A-Za-z0-9._-]{1,80}");
        }
    }

    @Test
    void duplicatesHaveOneName() {
        assertThat(ExecutionName.of(created("a"), "v1")).isEqualTo(ExecutionName.of(created("a"), "v1"));
        assertThat(ExecutionName.of(event(Kind.CREATED, "Object Created", TIME), "v1"))
                .isEqualTo(ExecutionName.of(event(Kind.CREATED, "ObjectCreated:Put", TIME.plusSeconds(1)), "v1"));
    }

    /** Names are used up for 90 days: what asks for another copy needs another name. */
    @Test
    void keysVersionsAttemptsTagsRestoresAndJobsHaveOtherNames() {
        Stream<ChangeEvent> events = Stream.of(
                created("a"),
                created("b"),
                StoredEvent.read(StoredEvent.write(created("a"), "us-east-1")),
                event(Kind.TAGGED, "ObjectTagging:Put", TIME),
                event(Kind.TAGGED, "ObjectTagging:Put", TIME.plusSeconds(1)),
                event(Kind.CREATED, "ObjectRestore:Completed", TIME),
                job("job-1"),
                job("job-2"));

        assertThat(events.flatMap(event -> Stream.of(ExecutionName.of(event, "v1"), ExecutionName.of(event, "v2"))))
                .hasSize(16)
                .doesNotHaveDuplicates();
    }

    /** It asks for the next attempt at the same copy, if the one before does not answer it. */
    @Test
    void whatAComparisonSendsHasTheNameOfTheEventThatItRepeats() {
        ChangeEvent sentAgain = new ChangeEvent(
                Kind.CREATED,
                "ObjectCreated:Put",
                "source-bucket",
                "a",
                TIME,
                new ChangeEvent.Attempt("reconcile 1", 1));

        assertThat(ExecutionName.of(sentAgain, "v1")).isEqualTo(ExecutionName.of(created("a"), "v1"));
        assertThat(ExecutionName.of(sentAgain.next(), "v1"))
                .isEqualTo(ExecutionName.of(created("a").next(), "v1"));
    }

    private static ChangeEvent created(String key) {
        return new ChangeEvent(Kind.CREATED, "ObjectCreated:Put", "source-bucket", key, TIME);
    }

    private static ChangeEvent event(Kind kind, String name, Instant time) {
        return new ChangeEvent(kind, name, "source-bucket", "a", time);
    }

    private static ChangeEvent job(String id) {
        return new ChangeEvent(
                Kind.TASK, "BatchOperations:Task", "source-bucket", "a", null, new ChangeEvent.Attempt(id, 1));
    }
}
