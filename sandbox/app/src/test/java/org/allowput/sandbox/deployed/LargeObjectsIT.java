package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.allowput.emulator.proxy.Fault;
import org.allowput.emulator.proxy.ProxiedRequest;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.Finished;
import org.allowput.emulator.testing.Nightly;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFunctions;
import org.allowput.sandbox.acceptance.Deployment;
import org.allowput.sandbox.command.CommandProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Objects above the threshold through the deployed stacks: the workflow's ranges run in environments of their own
 * function, with a strict S3 in front that slows requests down and changes the source in between.
 */
class LargeObjectsIT {
    /** The smallest part that S3 takes: a range has one. */
    private static final int PART_MIB = 5;

    private static final int PART = PART_MIB * 1024 * 1024;
    private static final Duration TIMEOUT = Duration.ofMinutes(4);

    private static final Map<String, String> SETTINGS = Map.of(
            "largeObjects.thresholdMiB", String.valueOf(2 * PART_MIB),
            "largeObjects.rangeMiB", String.valueOf(PART_MIB),
            "keys.exclude", "**.excluded",
            "receipts.enabled", "true",
            // bin/pause --wait waits for invocations that were under way.
            "function.timeoutSeconds", "30");

    static Deployments deployments;

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void deploy() {
        System.clearProperty(SandboxFunctions.SMALL_OBJECTS);
        deployments = new Deployments(LargeObjectsIT.class, SETTINGS);
    }

    @AfterAll
    static void end() {
        deployments.close();
        System.setProperty(SandboxFunctions.SMALL_OBJECTS, "true");
    }

    @AfterEach
    void reset() {
        deployments.proxy().reset();
        queues().purgeDeadLetters();
    }

    /** 9 ranges, nightly 38, of which one is slow, while environments are killed and the event is delivered again. */
    @Test
    void everyByteOfAnObjectOfDozensOfRangesArrivesOnceThoughEnvironmentsAreKilled() throws Exception {
        int ranges = Nightly.Condition.includes(4) ? 38 : 9;
        byte[] bytes = bytes(1, (ranges - 1) * PART + 5);
        AtomicInteger killed = new AtomicInteger();
        deployments.proxy().nth(2, parts("dozens"), new Fault.Delay(Duration.ofSeconds(6)));
        for (int number : new int[] {3, 6}) {
            deployments.proxy().nth(number, parts("dozens"), new Fault.RunFirst(() -> {
                List<ProcessHandle> environments = deployments.environments();
                if (!environments.isEmpty() && environments.getLast().destroyForcibly()) {
                    killed.incrementAndGet();
                }
            }));
        }
        put("dozens", bytes);
        sendAgain("dozens");
        sendAgain("dozens");
        arrived("dozens", bytes);

        assertThat(where("a.excluded").output()).contains("\nverdict            excluded\nrule ");
        assertThat(killed).hasValueGreaterThan(0);
        assertThat(awaitEnded("dozens", 1)).containsExactly(ExecutionStatus.SUCCEEDED);
        assertThat(executions().ranges("dozens")).hasSize(ranges);
        assertThat(queues().deadLetters()).isZero();
        assertThat(Deployment.of(sandbox())
                        .logged(
                                "\"outcome\":\"workflowStarted\"",
                                "\"executionLink\":\"https://us-east-1.console.aws.amazon.com/"))
                .isNotEmpty();
    }

    @Test
    @Nightly(4)
    void whatFailsAfterAllRetriesIsInTheDeadLetterQueueWithItsCauseAndIsRedrivenWithThePartsThatAreThere()
            throws Exception {
        // Small, as each of all the retries sends it.
        byte[] bytes = bytes(5, 2 * PART + 1000);
        Predicate<ProxiedRequest> last =
                parts("denied").and(request -> request.target().contains("partNumber=3"));
        deployments.proxy().always(last, new Fault.Answer(403, "AccessDenied"));
        put("denied", bytes);
        queues().awaitDeadLetters(1);

        Message message = queues().readDeadLetters().getFirst();
        assertThat(message.body()).contains("\"ObjectCreated:", "\"key\"", "denied");
        assertThat(attribute(message, "Reason")).contains("range 2", "target bucket answered 403 AccessDenied");
        assertThat(attribute(message, "Error")).isEqualTo("org.allowput.lambda.large.RetryTaskException");
        assertThat(attribute(message, "Execution"))
                .isEqualTo(executions().of("denied").getFirst().executionArn());
        assertThat(new AwsCli(sandbox().emulator(), folder).first("executions-failed", "denied"))
                .contains("range 2", "target bucket answered 403 AccessDenied");

        deployments.proxy().reset();
        deployments.proxy().nth(1, last, new Fault.Delay(Duration.ofSeconds(5)));
        assertThat(queues().redrive()).isEqualTo(1);
        Eventually.until(TIMEOUT, "a copy runs", () -> executions().of("denied"), found -> found.size() == 2);
        assertThat(command("pause", "--wait").output()).contains("processing         Disabled\n");
        assertThat(executions().of("denied")).noneMatch(each -> each.status() == ExecutionStatus.RUNNING);
        assertThat(command("resume").output()).startsWith("processing         Enabled\n");
        arrived("denied", bytes);
        awaitEnded("denied", 2);
        assertThat(where(
                                "denied",
                                "copied\nwhat               → s3://" + sandbox().targetBucket() + "/denied at ")
                        .output())
                .containsPattern("\nworkflow +SUCCEEDED at ");
        assertThat(queues().deadLetters()).isZero();
        assertThat(deployments.proxy().requests(parts("denied")))
                .as("parts that the redrive has put")
                .singleElement()
                .satisfies(request -> assertThat(request.target()).contains("partNumber=3"));
    }

    private static Sandbox sandbox() {
        return deployments.sandbox();
    }

    private static Queues queues() {
        return new Queues(Deployment.of(sandbox()));
    }

    private static WorkflowExecutions executions() {
        return new WorkflowExecutions(Deployment.of(sandbox()));
    }

    private static List<ExecutionStatus> awaitEnded(String key, int count) {
        return executions().awaitEnded(key, count, TIMEOUT);
    }

    private static Predicate<ProxiedRequest> parts(String key) {
        return request -> request.operation() == ProxiedRequest.Operation.PUT_PART
                && request.key().equals(key);
    }

    /** With a CRC32 of the whole, which the SDK adds. */
    private static void put(String key, byte[] bytes) {
        new Buckets(sandbox()).source().put(key, bytes);
    }

    private static byte[] bytes(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static void arrived(String key, byte[] bytes) {
        Buckets buckets = new Buckets(sandbox());
        Eventually.until(
                TIMEOUT,
                key + " arrives in A",
                () -> buckets.target().head(key),
                found -> found.filter(object -> object.contentLength() == bytes.length)
                        .isPresent());
        assertThat(Arrays.equals(buckets.target().bytes(key), bytes)).as(key).isTrue();
    }

    private static void sendAgain(String key) {
        queues().send("""
            {"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "us-east-1",
              "eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": "%s"}, "object": {"key": "%s"}}}]}
            """.formatted(sandbox().sourceBucket(), key));
    }

    /** Once the log group has what the function logged of the object. */
    private static Finished where(String key, String expected) {
        return Eventually.until(
                TIMEOUT,
                "where says " + expected,
                () -> where(key),
                said -> said.output().contains(expected));
    }

    private static Finished where(String key) {
        return command("where", key);
    }

    private static Finished command(String... arguments) {
        return new CommandProcess(sandbox().emulator()).run(arguments);
    }

    private static String attribute(Message message, String name) {
        return Objects.requireNonNull(message.messageAttributes().get(name), name)
                .stringValue();
    }
}
