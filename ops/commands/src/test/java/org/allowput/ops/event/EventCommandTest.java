package org.allowput.ops.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.allowput.contract.StackOutput;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.StoredEvent;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.CommandLines;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.queue.FakeClients;
import org.allowput.ops.queue.RecordingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import software.amazon.awssdk.services.s3.S3Client;

class EventCommandTest {
    private static final S3Client NOT_USED = new S3Client() {
        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    };

    private final RecordingQueue queue = new RecordingQueue();
    private final StringWriter out = new StringWriter();
    private final DeployedStack stack = new DeployedStack(
            new FakeClients(NOT_USED, queue),
            new StackOutputs(
                    "S",
                    Map.of(
                            StackOutput.SOURCE_BUCKET_NAME.id(),
                            "source",
                            StackOutput.QUEUE_URL.id(),
                            "queue",
                            StackOutput.SELECTION.id(),
                            "[{\"exclude\": [\"**.tmp\"]}]",
                            StackOutput.FUNCTION_ALIAS_ARN.id(),
                            "arn:aws:lambda:us-east-1:222222222222:function:f:live")));

    @Test
    void anEventIsPrintedForEachKeyAndNothingIsSent() {
        assertThat(run("--json", "a", "b c")).isZero();

        assertThat(out.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"key\":\"a\""),
                        line -> assertThat(line).contains("\"key\":\"b+c\""));
        assertThat(queue.sent).isEmpty();
    }

    /** As a comparison sends them: also for a large object that was copied before. */
    @Test
    void aMessageIsSentForEachKey() {
        assertThat(run("--send", "a", "b c")).isZero();

        assertThat(out).hasToString("2 of 2 sent to the queue\n");
        assertThat(queue.sent)
                .map(StoredEvent::read)
                .allSatisfy(event -> assertThat(event.attempt().isRequeue()).isTrue())
                .extracting(ChangeEvent::key)
                .containsExactly("a", "b c");
    }

    @Test
    void whatTheQueueDoesNotTakeIsCountedAndEndsWith1() {
        queue.failedPerBatch = 1;

        assertThat(run("--send", "a", "b")).isEqualTo(1);
        assertThat(out).hasToString("1 of 2 sent to the queue\n");
    }

    @Test
    void nothingIsSentIfAKeyIsNotCopiedAndTheRuleIsNamed() {
        assertThatExceptionOfType(OperationException.class)
                .isThrownBy(() -> run("--send", "a", "b.tmp"))
                .withMessageContaining(
                        "b.tmp is not copied: the rule {\"exclude\":[\"**.tmp\"],\"include\":[\"**\"]} leaves it out."
                                + " Nothing was");
        assertThat(queue.sent).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--send --kind sqs a", "--send", "--key a"})
    void aWrongCommandLineEndsWith2(String words) {
        assertThat(commandLine(new EventCommand()).execute(words.split(" "))).isEqualTo(2);
    }

    private int run(String... words) {
        EventCommand command = new EventCommand();
        commandLine(command).parseArgs(words);
        return command.run(stack);
    }

    private CommandLine commandLine(EventCommand command) {
        return CommandLines.of(command, "bin/event")
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(new StringWriter(), true));
    }
}
