package org.allowput.contract.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.time.Instant;
import org.allowput.contract.event.ChangeEvent.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An event that a workflow keeps, and sends again if its copy fails. */
class StoredEventTest {
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.123Z");

    @ParameterizedTest
    @ValueSource(strings = {"a", "with spaces +%.txt", "\uD83D\uDE80/\u65E5\u672C.bin", "q\"u\\e.txt"})
    void itIsTheSameEventAskingForTheNextAttempt(String key) {
        ChangeEvent event = new ChangeEvent(Kind.CREATED, "ObjectCreated:Put", "source-bucket", key, TIME);

        ChangeEvent again = StoredEvent.read(StoredEvent.write(event, "us-east-1"));

        assertThat(again).isEqualTo(event.with(new ChangeEvent.Attempt("", 2)));
        assertThat(StoredEvent.read(StoredEvent.write(again, "us-east-1"))
                        .attempt()
                        .number())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "Object Created,CREATED",
        "Object Restore Completed,CREATED",
        "Object Deleted,REMOVED",
        "Object Deleted,EXPIRED",
        "Object Tags Added,TAGGED",
        "Object Tags Deleted,TAGGED",
        "ObjectRestore:Completed,CREATED"
    })
    void eventsOfEventBridgeBecomeNotifications(String name, Kind kind) {
        ChangeEvent event = new ChangeEvent(kind, name, "source-bucket", "a", TIME);

        assertThat(StoredEvent.read(StoredEvent.write(event, "us-east-1")).kind())
                .isEqualTo(kind);
    }

    @Test
    void theTaskOfAJobKeepsItsJob() {
        ChangeEvent task = new ChangeEvent(
                Kind.TASK, "BatchOperations:Task", "source-bucket", "a", null, new ChangeEvent.Attempt("job", 1));

        ChangeEvent again = StoredEvent.read(StoredEvent.write(task, "us-east-1"));

        assertThat(again.kind()).isEqualTo(Kind.TASK);
        assertThat(again.attempt()).isEqualTo(new ChangeEvent.Attempt("job", 2));
    }

    /**
     * In <a href="https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html">AWS's format</a>.
     */
    @Test
    void theEventOfAnExecutionThatTimedOutIsReadFromItsInput() throws Exception {
        ChangeEvent event = new ChangeEvent(Kind.CREATED, "ObjectCreated:Put", "source-bucket", "q\"u\\e", TIME);
        String input = JSON.std.asString(StoredEvent.write(event, "us-east-1"));
        String timedOut = """
            {"version":"0","id":"315c1398-40ff-a850-213b-158f73e60175","account":"222222222222","region":"us-east-1",
             "source":"aws.states","detail-type":"Step Functions Execution Status Change","time":"2026-01-02T00:00:00Z",
             "resources":["arn:aws:states:us-east-1:222222222222:execution:ReplicateObjects-large-objects:x-1"],
             "detail":{"executionArn":"arn:aws:states:us-east-1:222222222222:execution:ReplicateObjects-large-objects:x-1",
                       "name":"x-1","status":"TIMED_OUT","input":%s,"inputDetails":{"included":true},"output":null}}
            """.formatted(input);

        assertThat(MessageParser.read(timedOut)).containsExactly(event.with(new ChangeEvent.Attempt("", 2)));
    }

    /** A key of 1,024 bytes has 3,072 characters when it is encoded. The quota is 262,144 bytes. */
    @Test
    void theLargestFitsIntoAnExecutionsInput() {
        ChangeEvent event = new ChangeEvent(
                Kind.CREATED,
                "ObjectCreated:CompleteMultipartUpload",
                "b".repeat(63),
                "\u00fc".repeat(512),
                TIME,
                new ChangeEvent.Attempt("j".repeat(64), Integer.MAX_VALUE - 1));

        assertThat(StoredEvent.write(event, "us-east-1").length()).isLessThan(4096);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "\"2\"", "9999999999"})
    void anAttemptThatIsNoneIsUnreadable(String attempt) {
        String text = StoredEvent.write(
                        new ChangeEvent(Kind.CREATED, "ObjectCreated:Put", "source-bucket", "a", TIME), "us-east-1")
                .replace("\"attempt\":2", "\"attempt\":" + attempt);

        assertThatThrownBy(() -> StoredEvent.read(text)).hasMessageContaining("largeObject.attempt is");
    }
}
