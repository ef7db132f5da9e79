package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.allowput.contract.FailureCause;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.local.Unchecked;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.Finished;
import org.allowput.lambda.report.Metrics;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFixture;
import org.allowput.sandbox.acceptance.Deployment;
import org.allowput.sandbox.command.CommandProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.scheduler.SchedulerClient;

/** {@code bin/pause}, {@code bin/resume}, {@code bin/status} and {@code bin/redrive} on what is deployed. */
class OperationsIT {
    /** What the function skips, and so nothing comes back. */
    private static final String BODY = """
        {"Service": "Amazon S3", "Event": "s3:TestEvent", "Time": "2026-01-01T00:00:00.000Z", "Bucket": "%s",
         "RequestId": "REQUEST", "HostId": "HOST"}
        """;

    private final Sandbox sandbox = SandboxFixture.sandbox();
    private final Buckets buckets = new Buckets(sandbox);
    private final Queues queues = new Queues(Deployment.of(sandbox));

    @Test
    void aPauseKeepsEventsInTheQueueUntilItEnds() throws InterruptedException {
        assertThat(run("pause").output()).startsWith("processing         Disabled\nwaiting            0\n");
        try {
            buckets.source().put("paused", "content");
            TimeUnit.SECONDS.sleep(3);

            assertThat(buckets.target().head("paused")).isEmpty();
            Finished status = run("status");
            assertThat(status.output()).containsPattern("processing +Disabled").containsPattern("\nqueue +waiting 1,");
            assertThat(status.status()).isEqualTo(1);
        } finally {
            assertThat(run("resume").output()).startsWith("processing         Enabled\n");
        }

        buckets.arrived("paused");
        assertThat(run("status").output()).containsPattern("processing +Enabled");
    }

    /** With the event that the deployed schedule sends, and by the deployed role's permissions. */
    @Test
    void aLookSeesThatTheNotificationWasReplacedAndAlsoThatItIsBack() {
        String schedule = sandbox.output(StackOutput.FUNCTION_NAME) + "-source-look";
        String event = sandbox.source()
                .configure(SchedulerClient.builder())
                .build()
                .getSchedule(request -> request.name(schedule))
                .target()
                .input();

        assertThat(look(event)).contains("\"connection\":\"connected\"");
        buckets.withoutEvents(() -> {
            assertThat(look(event))
                    .contains("\"connection\":\"cut\"")
                    .contains("the bucket does not send s3:ObjectCreated:* of keys * to arn:aws:sqs:");
            Finished status = run("status");
            assertThat(status.output()).containsPattern("notification +cut: the bucket does not send");
            assertThat(status.status()).isEqualTo(1);
        });
        assertThat(look(event)).contains("\"connection\":\"connected\"");
    }

    /** The function's last line about a look. */
    private String look(String event) {
        assertThat(sandbox.invoke(event).functionError()).isNull();
        return Unchecked.get(() -> Files.readAllLines(sandbox.functionLog())).stream()
                .filter(line -> line.contains("looked at the source bucket"))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    /** The emulator has no metrics of SQS: the test publishes what they would be. */
    @Test
    void theStatusHasAgesAndTheCausesOfTheLastHour() throws IOException {
        String queue = sandbox.queueUrl().substring(sandbox.queueUrl().lastIndexOf('/') + 1);
        sandbox.source()
                .configure(CloudWatchClient.builder())
                .build()
                .putMetricData(request -> request.namespace("AWS/SQS")
                        .metricData(MetricDatum.builder()
                                .metricName("ApproximateAgeOfOldestMessage")
                                .value(4000.0)
                                .dimensions(Dimension.builder()
                                        .name("QueueName")
                                        .value(queue)
                                        .build())
                                .timestamp(Instant.now())
                                .build()));
        publish("", 7, 3);
        publish("another-deployment-into-this-bucket", 100, 50);

        Finished status = run("status");

        assertThat(status.output())
                .containsPattern("copiedInLastHour +\\d+\n")
                // Copies of other tests may have failed, too.
                .containsPattern("failedInLastHour .*\\bOutOfTime 3\\b");
        assertThat(status.status()).isEqualTo(1);
        assertThat(run("status", "--json").output())
                .contains("\"oldest\":\"PT1H6M40S\"", "\"OutOfTime\":3")
                .containsPattern("\"copiedInLastHour\":([7-9]|[1-9]\\d)\\D");
    }

    private void publish(String deployment, int copied, int failed) throws IOException {
        Metrics metrics = new Metrics(deployment, sandbox.targetBucket(), InstantSource.system());
        IntStream.range(0, copied).forEach(object -> metrics.copied(1));
        IntStream.range(0, failed).forEach(object -> metrics.failed(FailureCause.OUT_OF_TIME.label()));
        List<String> lines = new ArrayList<>();
        metrics.writeTo(lines::add);
        log(System.currentTimeMillis(), lines);
    }

    private void log(long timestamp, List<String> lines) {
        CloudWatchLogsClient logs =
                sandbox.source().configure(CloudWatchLogsClient.builder()).build();
        String group = sandbox.output(StackOutput.FUNCTION_LOG_GROUP_NAME);
        String stream = UUID.randomUUID().toString();
        logs.createLogStream(request -> request.logGroupName(group).logStreamName(stream));
        logs.putLogEvents(request -> request.logGroupName(group)
                .logStreamName(stream)
                .logEvents(lines.stream()
                        .map(line -> InputLogEvent.builder()
                                .timestamp(timestamp)
                                .message(line)
                                .build())
                        .toList()));
    }

    /** A malformed message would come back from the function. */
    @AfterEach
    void emptyTheQueues() {
        queues.purgeDeadLetters();
        Eventually.until(Buckets.TIMEOUT, "the queue is empty", queues::left, left -> left == 0);
    }

    @Test
    void onAnyEndpointTheQueuesAreFoundByTheStack() {
        IntStream.range(0, 12).forEach(i -> queues.sendDeadLetter(BODY.formatted(sandbox.sourceBucket())));

        assertThat(run("redrive", "--stack", "ReplicationSource").output()).startsWith("moved              12\n");
        assertThat(queues.deadLetters()).isZero();
        assertThat(run("redrive", "--stack", "NoSuchStack").output())
                .startsWith("There is no stack NoSuchStack in us-east-1 of the account");
    }

    @Test
    void aDryRunListsObjectsAndCausesAndChangesNothing() {
        String denied = queues.sendDeadLetter(event("dry/denied"));
        String malformed = queues.sendDeadLetter("not JSON");
        log(System.currentTimeMillis() - 60_000, List.of("""
            {"outcome":"failed","cause":"AccessDenied","reason":"denied","deliveryId":"%s"}\
            """.formatted(denied)));

        Finished listed = run("redrive", "--dry-run");

        assertThat(listed.output().lines())
                .anyMatch(line -> line.matches(denied + " .* AccessDenied +dry/denied +denied"))
                .anyMatch(line -> line.matches(malformed + " .* not a message about objects: not JSON"))
                .endsWith("messages           2");
        assertThat(queues.deadLetters()).isEqualTo(2);
    }

    private String event(String key) {
        return """
            {"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put","eventVersion":"2.1",\
            "s3":{"bucket":{"name":"%s"},"object":{"key":"%s","size":1,"eTag":"e"}}}]}\
            """.formatted(sandbox.sourceBucket(), key);
    }

    private Finished run(String... arguments) {
        return new CommandProcess(sandbox.emulator()).run(arguments);
    }
}
