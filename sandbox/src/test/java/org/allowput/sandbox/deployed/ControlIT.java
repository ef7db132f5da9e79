package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFixture;
import org.allowput.sandbox.command.CommandProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/** {@code bin/pause}, {@code bin/resume}, {@code bin/rollback} and {@code bin/status} on what is deployed. */
@ExtendWith(SandboxFixture.class)
class ControlIT {
    private final Sandbox sandbox;
    private final Buckets buckets;

    ControlIT(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.buckets = new Buckets(sandbox);
    }

    @Test
    void aPauseKeepsEventsInTheQueueUntilItEnds() throws IOException, InterruptedException {
        assertThat(run("pause").output()).startsWith("Paused. 0 messages wait in the queue");
        try {
            sandbox.source()
                    .s3()
                    .putObject(
                            request -> request.bucket(sandbox.sourceBucket()).key("paused"),
                            RequestBody.fromString("content"));
            TimeUnit.SECONDS.sleep(3);

            assertThat(buckets.inTarget("paused")).isEmpty();
            CommandProcess.Finished status = run("status");
            assertThat(status.output()).containsPattern("processing +Disabled").containsPattern("\nqueue +1 waiting");
            assertThat(status.status()).isEqualTo(1);
        } finally {
            assertThat(run("resume").output()).startsWith("Resumed. ");
        }

        buckets.arrived("paused");
        assertThat(run("status").output()).containsPattern("processing +Enabled");
    }

    @Test
    void anEarlierVersionIsMadeLive() throws IOException, InterruptedException {
        String first = live();
        new LiveFunction(sandbox).startAnew();
        String second = live();

        assertThat(run("rollback").output().lines())
                .anyMatch(line -> line.matches(" *" + second + "  \\d{4}-.* live"))
                .anyMatch(line -> line.matches(" *" + first + "  \\d{4}-.*[^v][^e]"));
        assertThat(run("rollback", "--to", first).status()).isEqualTo(3);
        assertThat(live()).isEqualTo(second);
        assertThat(run("rollback", "--to", first, "--yes").output())
                .isEqualTo("Version %s is live. To undo this: bin/rollback --to %s%n".formatted(first, second));
        assertThat(live()).isEqualTo(first);
        assertThat(run("status").output()).contains("version            " + first + ", published ");
        assertThat(run("rollback", "--to", second, "--yes").status()).isZero();
        assertThat(run("rollback", "--to", "99999").output()).contains("has no version 99999, only [");
    }

    /** The emulator has no metrics of SQS and makes none of log lines: the test writes what these would be. */
    @Test
    void theStatusHasAgesAndTheCausesOfTheLastHour() throws IOException, InterruptedException {
        CloudWatchClient cloudWatch =
                sandbox.source().configure(CloudWatchClient.builder()).build();
        String queue = sandbox.queueUrl().substring(sandbox.queueUrl().lastIndexOf('/') + 1);
        cloudWatch.putMetricData(request -> request.namespace("AWS/SQS")
                .metricData(datum("ApproximateAgeOfOldestMessage", 4000, dimension("QueueName", queue))));
        cloudWatch.putMetricData(request -> request.namespace("AllowPutToS3")
                .metricData(
                        datum("ObjectsFailed", 3, target()),
                        datum("ObjectsFailed", 3, target(), dimension("Cause", "AccessDenied")),
                        datum("ObjectsCopied", 7, target())));

        CommandProcess.Finished status = run("status");

        assertThat(status.output()).contains("last hour          7 copied, 3 failed\n", "  AccessDenied     3\n");
        assertThat(status.status()).isEqualTo(1);
        assertThat(run("status", "--json").output())
                .contains("\"oldestSeconds\":4000", "\"failedInLastHour\":{\"AccessDenied\":3}");
    }

    private String live() {
        return sandbox.source()
                .lambda()
                .getAlias(request ->
                        request.functionName(sandbox.output("FunctionName")).name("live"))
                .functionVersion();
    }

    private CommandProcess.Finished run(String... arguments) throws IOException, InterruptedException {
        return new CommandProcess(sandbox).run(arguments);
    }

    private Dimension target() {
        return dimension("TargetBucket", sandbox.targetBucket());
    }

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }

    private static MetricDatum datum(String name, double value, Dimension... dimensions) {
        return MetricDatum.builder()
                .metricName(name)
                .value(value)
                .dimensions(dimensions)
                .timestamp(Instant.now())
                .build();
    }
}
