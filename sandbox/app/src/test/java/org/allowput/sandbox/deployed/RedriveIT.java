package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.testing.Finished;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFixture;
import org.allowput.sandbox.command.CommandProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;

/** {@code bin/redrive} on an endpoint that is not AWS. */
class RedriveIT {
    /** What the function skips, and so nothing comes back. */
    private static final String BODY = """
        {"Service": "Amazon S3", "Event": "s3:TestEvent", "Time": "2026-01-01T00:00:00.000Z", "Bucket": "%s",
         "RequestId": "REQUEST", "HostId": "HOST"}
        """;

    private final Sandbox sandbox = SandboxFixture.sandbox();
    private final Queues queues = new Queues(sandbox);

    /** A malformed message would come back from the function. */
    @AfterEach
    void deleteDeadLetters() {
        queues.purgeDeadLetters();
    }

    @Test
    void onAnyEndpointTheQueuesAreFoundByTheStack() {
        IntStream.range(0, 12).forEach(i -> queues.sendDeadLetter(BODY.formatted(sandbox.sourceBucket())));

        assertThat(run("--stack", "ReplicationSource").output())
                .isEqualTo("12 messages moved from the dead-letter queue to the queue.\n");
        assertThat(queues.deadLetters()).isZero();
        assertThat(run("--stack", "NoSuchStack").output())
                .startsWith("There is no stack NoSuchStack in us-east-1 of the account");
    }

    @Test
    void aDryRunListsObjectsAndCausesAndChangesNothing() {
        String denied = queues.sendDeadLetter(event("dry/denied"));
        String malformed = queues.sendDeadLetter("not JSON");
        log("""
            {"outcome":"failed","cause":"AccessDenied","reason":"denied","deliveryId":"%s"}\
            """.formatted(denied));

        Finished listed = run("--dry-run");

        assertThat(listed.output().lines())
                .anyMatch(line -> line.matches(denied + " .* AccessDenied +dry/denied"))
                .anyMatch(line -> line.matches(malformed + " .* - +not a message about objects: not JSON"))
                .endsWith("2 messages in the dead-letter queue.");
        assertThat(queues.deadLetters()).isEqualTo(2);
    }

    private Finished run(String... options) {
        return new CommandProcess(sandbox)
                .run(Stream.concat(Stream.of("redrive"), Stream.of(options)).toArray(String[]::new));
    }

    private String event(String key) {
        return """
            {"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put","eventVersion":"2.1",\
            "s3":{"bucket":{"name":"%s"},"object":{"key":"%s","size":1,"eTag":"e"}}}]}\
            """.formatted(sandbox.sourceBucket(), key);
    }

    /** Writes a line to the function's log group, as of some time before the function has sent a message. */
    private void log(String line) {
        CloudWatchLogsClient logs =
                sandbox.source().configure(CloudWatchLogsClient.builder()).build();
        String group = sandbox.output(StackOutput.FUNCTION_LOG_GROUP_NAME);
        logs.createLogStream(request -> request.logGroupName(group).logStreamName("test"));
        InputLogEvent event = InputLogEvent.builder()
                .message(line)
                .timestamp(System.currentTimeMillis() - 60_000)
                .build();
        logs.putLogEvents(
                request -> request.logGroupName(group).logStreamName("test").logEvents(event));
    }
}
