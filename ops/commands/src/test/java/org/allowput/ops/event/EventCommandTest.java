package org.allowput.ops.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.allowput.contract.StackOutput;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.StoredEvent;
import org.allowput.lambda.events.Delivery;
import org.allowput.lambda.events.EventReader;
import org.allowput.ops.aws.CommandRun;
import org.allowput.ops.aws.FakeS3;
import org.allowput.ops.aws.FakeSqs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventCommandTest {
    private final FakeSqs queue = new FakeSqs();
    private final FakeS3 s3 = new FakeS3();
    private final CommandRun command = new CommandRun(queue, s3);

    @BeforeEach
    void twoObjects() {
        s3.put("source", "a", new byte[1]);
        s3.put("source", "b c", new byte[1]);
    }

    @Test
    void anEventIsPrintedForEachKeyAndNothingIsSent() {
        assertThat(run("--json", "a", "b c")).isZero();

        assertThat(command.out.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"key\":\"a\""),
                        line -> assertThat(line).contains("\"key\":\"b+c\""));
        assertThat(queue.sent()).isEmpty();
    }

    @Test
    void theFunctionReadsWhatIsPrinted() throws IOException {
        String key = "in/ä +%20&\"\\$1.csv";

        assertThat(run(key)).isZero();

        assertThat(EventReader.read(
                                new ByteArrayInputStream(command.out.toString().getBytes(UTF_8)))
                        .deliveries())
                .singleElement()
                .isInstanceOfSatisfying(
                        Delivery.Changes.class,
                        changes -> assertThat(changes.events()).singleElement().satisfies(event -> {
                            assertThat(event.bucket()).isEqualTo("source");
                            assertThat(event.key()).isEqualTo(key);
                            assertThat(event.kind()).isEqualTo(ChangeEvent.Kind.CREATED);
                        }));
    }

    /** As a comparison sends them: also for a large object that was copied before. */
    @Test
    void aMessageIsSentForEachKey() {
        assertThat(run("--send", "a", "b c")).isZero();

        assertThat(command.out).hasToString("sentToQueue        2\nkeys               2\n");
        assertThat(queue.sent())
                .map(StoredEvent::read)
                .allSatisfy(event -> assertThat(event.attempt().isRequeue()).isTrue())
                .extracting(ChangeEvent::key)
                .containsExactly("a", "b c");
    }

    /** Its message would be recorded as an object that is lost, or delete the copy. */
    @Test
    void aKeyWithoutAnObjectIsRefusedUnlessItsDeletionIsMeant() {
        assertThat(run("--send", "a", "mistyped")).isEqualTo(3);
        assertThat(command.err.toString())
                .isEqualTo(
                        "The source bucket source has no object mistyped: HEAD answered 404. Nothing was sent: correct"
                                + " the key, or add --deleted if the function is to handle that the object is gone.\n");
        assertThat(queue.sent()).isEmpty();

        s3.refusedHead = "a";
        assertThat(run("--send", "a")).isEqualTo(4);
        assertThat(command.err.toString())
                .contains("The object a of the source bucket source could not be read: S3 answered 403");
        assertThat(queue.sent()).isEmpty();

        assertThat(run("--send", "--deleted", "mistyped")).isZero();
        assertThat(queue.sent()).hasSize(1);
        assertThat(run("--deleted", "mistyped")).isEqualTo(2);
    }

    @Test
    void whatTheQueueDoesNotTakeIsCountedAndEndsWith1() {
        queue.unsendable = body -> body.contains("\"a\"");

        assertThat(run("--send", "a", "b c")).isEqualTo(1);
        assertThat(command.out).hasToString("sentToQueue        1\nkeys               2\n");
    }

    @Test
    void nothingIsSentIfAKeyIsNotCopiedAndTheRuleIsNamed() {
        command.output(StackOutput.SELECTION, "[{\"exclude\": [\"**.tmp\"]}]");

        assertThat(run("--send", "a", "b.tmp")).isEqualTo(3);
        assertThat(command.err.toString())
                .contains("b.tmp is not copied: the rule {\"exclude\":[\"**.tmp\"],\"include\":[\"**\"]} leaves it out."
                        + " Nothing was");
        assertThat(queue.sent()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--send", "--key a"})
    void aWrongCommandLineEndsWith2(String words) {
        assertThat(run(words.split(" ", -1))).isEqualTo(2);
    }

    private int run(String... words) {
        return command.run(new EventCommand(), words);
    }
}
