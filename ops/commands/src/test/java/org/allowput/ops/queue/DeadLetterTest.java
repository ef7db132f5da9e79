package org.allowput.ops.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.StoredEvent;
import org.allowput.contract.selection.Selection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.model.Message;

/** Patterns select the keys that they select in the settings, in every message that the function reads. */
class DeadLetterTest {
    @ParameterizedTest
    @CsvSource({
        "in/*, in/a.csv, true",
        "in/*, in/a/b, false",
        "in/**, in/a/b, true",
        "in/?.csv, in/a.csv, true",
        "in/?.csv, in/ab.csv, false",
        "in/?, in//, false",
        "in/a.csv, in/axcsv, false",
        "a[1](x)$, a[1](x)$, true",
        "in/*, out/a.csv, false"
    })
    void aPatternSelectsTheKeysThatItSelectsInTheSettings(String pattern, String key, boolean selected) {
        assertThat(message("id", event(key)).matches(pattern)).isEqualTo(selected);
        assertThat(Selection.parse("[{\"include\": [\"" + pattern + "\"]}]")
                        .targetKey(key)
                        .isPresent())
                .isEqualTo(selected);
    }

    @Test
    void aMessageThatNamesNoObjectIsSelectedByItsId() {
        assertThat(message("b5f2", "not JSON").matches("b5f2")).isTrue();
        assertThat(message("b5f2", "not JSON").matches("**")).isFalse();
    }

    @Test
    void aMessageAboutSeveralObjectsIsSelectedIfAllMatch() throws IOException {
        DeadLetter both = message("id", body("sqs-s3-several-records"));
        List<String> keys = both.keys();

        assertThat(keys).hasSizeGreaterThan(1);
        assertThat(both.matches(keys.getFirst())).isFalse();
        assertThat(both.matches("**")).isTrue();
    }

    /**
     * What the dead-letter queue has of a large object: the input of a failed execution, or the end of a stopped one.
     */
    @Test
    void aLargeObjectIsSelectedByItsKey() throws IOException {
        String input = event("large/a b.bin");
        String stopped = """
            {"version": "0", "source": "aws.states", "detail-type": "Step Functions Execution Status Change",
             "detail": {"status": "ABORTED", "input": %s}}
            """.formatted(JSON.std.asString(input));

        for (String body : List.of(input, stopped)) {
            assertThat(message("id", body).matches("large/*")).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sqs-s3-encoded-key",
        "sqs-sns-s3-put",
        "sqs-eventbridge-object-created",
        "sqs-sns-eventbridge-object-created",
        "sqs-lambda-destination-record"
    })
    void everyFormatOfAMessageIsRead(String file) throws IOException {
        assertThat(message("id", body(file)).matches("**")).isTrue();
    }

    @Test
    void aKeyThatCannotBeDecodedIsNoKey() throws IOException {
        assertThat(message("id", body("sqs-s3-malformed-key")).keys()).isEmpty();
    }

    private static String event(String key) {
        return StoredEvent.write(
                new ChangeEvent(ChangeEvent.Kind.CREATED, "ObjectCreated:Put", "source", key, Instant.EPOCH),
                "us-east-1");
    }

    /** The body of the one message in a file of {@code events}. */
    private static String body(String file) throws IOException {
        Map<String, Object> event = JSON.std.mapFrom(Files.readString(Path.of("..", "..", "events", file + ".json")));
        List<?> records = (List<?>) Objects.requireNonNull(event.get("Records"));
        return String.valueOf(((Map<?, ?>) records.getFirst()).get("body"));
    }

    private static DeadLetter message(String id, String body) {
        return new DeadLetter(Message.builder().messageId(id).body(body).build());
    }
}
