package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.fault.Fault;
import org.allowput.emulator.fault.Request;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.Nightly;
import org.allowput.sandbox.LambdaHostProcess;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.command.CommandProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
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
    private static final String WORKFLOW = "ReplicateObjects-large-objects";
    private static final Duration TIMEOUT = Duration.ofMinutes(4);

    private static final Map<String, String> SETTINGS = Map.of(
            "largeObjects.thresholdMiB",
            String.valueOf(2 * PART_MIB),
            "largeObjects.rangeMiB",
            String.valueOf(PART_MIB),
            "keys.exclude",
            "**.excluded",
            "receipts.enabled",
            "true");

    static Deployments deployments;

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void deploy() {
        System.clearProperty(LambdaHostProcess.SMALL_OBJECTS);
        deployments = new Deployments(LargeObjectsIT.class, SETTINGS);
    }

    @AfterAll
    static void end() {
        deployments.close();
        System.setProperty(LambdaHostProcess.SMALL_OBJECTS, "true");
    }

    @AfterEach
    void reset() {
        deployments.proxy().reset();
        sandbox()
                .source()
                .sqs()
                .purgeQueue(request -> request.queueUrl(sandbox().deadLetterQueueUrl()));
    }

    /** 14 ranges, nightly 38, of which one is slow, while environments are killed and the event is delivered again. */
    @Test
    void everyByteOfAnObjectOfDozensOfRangesArrivesOnceThoughEnvironmentsAreKilled() throws Exception {
        int ranges = Nightly.Condition.includes(4) ? 38 : 14;
        byte[] bytes = bytes(1, (ranges - 1) * PART + 5);
        AtomicInteger killed = new AtomicInteger();
        deployments.proxy().nth(2, parts("dozens"), new Fault.Delay(Duration.ofSeconds(6)));
        for (int number : new int[] {4, 8}) {
            deployments.proxy().nth(number, parts("dozens"), new Fault.RunFirst(() -> {
                if (deployments.killEnvironment()) {
                    killed.incrementAndGet();
                }
            }));
        }
        put("dozens", bytes);
        sendAgain("dozens");
        sendAgain("dozens");
        arrived("dozens", bytes);

        assertThat(where("a.excluded").output()).startsWith("excluded: a.excluded\nrule ");
        assertThat(killed).hasValueGreaterThan(0);
        assertThat(awaitClosed("dozens", 1))
                .singleElement()
                .satisfies(execution -> assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED));
        assertThat(results("dozens").filter(key -> key.contains("/ranges/"))).hasSize(ranges);
        assertThat(new Queues(sandbox()).deadLetters()).isZero();
        assertThat(log())
                .contains(
                        "\"outcome\":\"handedOver\"", "\"executionLink\":\"https://us-east-1.console.aws.amazon.com/");
    }

    /** The execution of the first version, which starts over, and that of the second run at the same time. */
    @Test
    void anObjectThatIsOverwrittenHalfwayArrivesAsTheNewerOne() throws Exception {
        byte[] newer = bytes(3, 3 * PART + 1000);
        deployments.proxy().nth(3, parts("overwritten"), new Fault.RunFirst(() -> put("overwritten", newer)));
        put("overwritten", bytes(2, 5 * PART));

        assertThat(awaitClosed("overwritten", 2))
                .allSatisfy(execution -> assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED));

        arrived("overwritten", newer);
        assertThat(results("overwritten")).anyMatch(key -> key.contains("/2/copy.json"));
        assertThat(new Queues(sandbox()).deadLetters()).isZero();
    }

    @Test
    void anObjectThatIsDeletedHalfwayDoesNotArrive() {
        deployments
                .proxy()
                .nth(
                        3,
                        parts("deleted"),
                        new Fault.RunFirst(() -> sandbox()
                                .source()
                                .s3()
                                .deleteObject(request ->
                                        request.bucket(sandbox().sourceBucket()).key("deleted"))));
        put("deleted", bytes(4, 5 * PART));

        assertThat(awaitClosed("deleted", 1))
                .allSatisfy(execution -> assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED));

        assertThat(new Buckets(sandbox()).inTarget("deleted")).isEmpty();
        assertThat(where("deleted").output()).contains("gone: deleted, its last outcome is gone\n");
        assertThat(new Queues(sandbox()).deadLetters()).isZero();
    }

    /** One range at a time, which takes longer than all retries of a task that fails otherwise take here. */
    @Test
    @Nightly(4)
    void rangesThatLambdaThrottlesWaitAsLongAsItTakes() throws Exception {
        byte[] bytes = bytes(7, 8 * PART);
        deployments.proxy().always(parts("throttled"), new Fault.Delay(Duration.ofSeconds(5)));
        sandbox()
                .source()
                .lambda()
                .putFunctionConcurrency(
                        request -> request.functionName(WORKFLOW).reservedConcurrentExecutions(1));
        try {
            put("throttled", bytes);

            arrived("throttled", bytes);
            assertThat(awaitClosed("throttled", 1))
                    .allSatisfy(execution -> assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED));
        } finally {
            sandbox().source().lambda().deleteFunctionConcurrency(request -> request.functionName(WORKFLOW));
        }
    }

    @Test
    @Nightly(4)
    void whatFailsAfterAllRetriesIsInTheDeadLetterQueueWithItsCauseAndIsRedrivenWithThePartsThatAreThere()
            throws Exception {
        // Small, as each of all the retries sends it.
        byte[] bytes = bytes(5, 2 * PART + 1000);
        Predicate<Request> last =
                parts("denied").and(request -> request.target().contains("partNumber=3"));
        deployments.proxy().always(last, new Fault.Answer(403, "AccessDenied"));
        // The execution runs as long as the first part's request is held.
        CompletableFuture<CommandProcess.Finished> copying = new CompletableFuture<>();
        deployments
                .proxy()
                .nth(
                        1,
                        parts("denied").and(request -> request.target().contains("partNumber=1")),
                        new Fault.RunFirst(() -> copying.complete(whereByTheLog("denied"))));
        put("denied", bytes);
        Queues queues = new Queues(sandbox());
        queues.awaitDeadLetters(1);

        Message message = sandbox()
                .source()
                .sqs()
                .receiveMessage(request -> request.queueUrl(sandbox().deadLetterQueueUrl())
                        .visibilityTimeout(0)
                        .messageAttributeNames("All"))
                .messages()
                .getFirst();
        assertThat(message.body()).contains("\"ObjectCreated:", "\"key\"", "denied");
        assertThat(message.messageAttributes().get("Reason").stringValue())
                .contains("range 2", "target bucket answered 403 AccessDenied");
        assertThat(message.messageAttributes().get("Error").stringValue())
                .isEqualTo("org.allowput.lambda.large.RetryTaskException");
        assertThat(message.messageAttributes().get("Execution").stringValue())
                .isEqualTo(awaitClosed("denied", 1).getFirst().executionArn());
        assertThat(new FirstCommand(sandbox(), folder).of("executions-failed"))
                .contains("denied", "range 2", "target bucket answered 403 AccessDenied");

        CommandProcess.Finished seen = copying.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        assertThat(seen.output())
                .contains("in the workflow: denied\n")
                .containsPattern("\nworkflow +RUNNING since .*: \\d of 3 ranges of [\\d,]+ bytes, ");
        assertThat(seen.status()).isEqualTo(1);
        CommandProcess.Finished dead = where("denied");
        assertThat(dead.output())
                .contains("dead: denied\n")
                .contains(message.messageId() + ", range 2", "then bin/redrive --only " + message.messageId());
        assertThat(dead.status()).isEqualTo(1);

        deployments.proxy().reset();
        assertThat(queues.redrive()).isEqualTo(1);
        arrived("denied", bytes);
        awaitClosed("denied", 2);
        assertThat(whereByTheLog("denied").output())
                .contains("copied: denied → s3://" + sandbox().targetBucket() + "/denied at ")
                .containsPattern("\nworkflow +SUCCEEDED at ");
        assertThat(queues.deadLetters()).isZero();
        assertThat(deployments.proxy().requests(parts("denied")))
                .as("parts that the redrive has put")
                .singleElement()
                .satisfies(request -> assertThat(request.target()).contains("partNumber=3"));
    }

    @Test
    @Nightly(4)
    void aKeyThatIsDisabledIsShownByTheFirstCommandOfTheRunbook() throws Exception {
        byte[] bytes = bytes(9, 1000);
        deployments
                .proxy()
                .always(
                        request -> request.operation() == Request.Operation.PUT
                                && request.target().contains("/disabled"),
                        new Fault.Answer(400, "KMS.DisabledException"));
        put("disabled", bytes);

        assertThat(new FirstCommand(sandbox(), folder).ofLog("access-denied", "disabled"))
                .contains("target bucket answered 400 KMS.DisabledException: the KMS key is disabled");

        deployments.proxy().reset();
        arrived("disabled", bytes);
    }

    /** As after its copy was deleted, or its receipt was not written. */
    @Test
    @Nightly(4)
    void whatAComparisonSendsIsCopiedAgainThoughItsCopySucceeded() throws Exception {
        byte[] bytes = bytes(8, 2 * PART + 1000);
        put("again", bytes);
        arrived("again", bytes);
        awaitClosed("again", 1);
        sandbox()
                .target()
                .s3()
                .deleteObject(
                        request -> request.bucket(sandbox().targetBucket()).key("again"));

        assertThat(new CommandProcess(sandbox()).run("event", "--send", "again").output())
                .isEqualTo("1 of 1 sent to the queue\n");

        arrived("again", bytes);
        assertThat(awaitClosed("again", 2))
                .allSatisfy(execution -> assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED));
    }

    @Test
    @Nightly(4)
    void aStoppedExecutionIsRedriven() throws Exception {
        byte[] bytes = bytes(6, 2 * PART + 1000);
        deployments
                .proxy()
                .nth(
                        1,
                        parts("stopped"),
                        new Fault.RunFirst(() -> executions("stopped")
                                .forEach(execution -> sandbox()
                                        .source()
                                        .stepFunctions()
                                        .stopExecution(request -> request.executionArn(execution.executionArn())))));
        put("stopped", bytes);
        Queues queues = new Queues(sandbox());
        queues.awaitDeadLetters(1);
        assertThat(awaitClosed("stopped", 1).getFirst().status()).isEqualTo(ExecutionStatus.ABORTED);

        assertThat(queues.redrive()).isEqualTo(1);

        arrived("stopped", bytes);
        assertThat(queues.deadLetters()).isZero();
    }

    private static Sandbox sandbox() {
        return deployments.sandbox();
    }

    private static Predicate<Request> parts(String key) {
        return request -> request.operation() == Request.Operation.PUT_PART
                && request.key().equals(key);
    }

    /** With a CRC32 of the whole, which the SDK adds. */
    private static void put(String key, byte[] bytes) {
        sandbox()
                .source()
                .s3()
                .putObject(request -> request.bucket(sandbox().sourceBucket()).key(key), RequestBody.fromBytes(bytes));
    }

    private static byte[] bytes(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static void arrived(String key, byte[] bytes) throws IOException, NoSuchAlgorithmException {
        HeadObjectResponse head = Eventually.until(
                        TIMEOUT,
                        key + " arrives in A",
                        () -> new Buckets(sandbox()).inTarget(key),
                        found -> found.filter(object -> object.contentLength() == bytes.length)
                                .isPresent())
                .orElseThrow();
        assertThat(head.contentLength()).isEqualTo(bytes.length);
        try (InputStream copy = sandbox()
                .target()
                .s3()
                .getObject(request -> request.bucket(sandbox().targetBucket()).key(key))) {
            assertThat(sha256(copy))
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        }
    }

    private static String sha256(InputStream content) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (DigestInputStream digesting = new DigestInputStream(content, digest)) {
            digesting.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void sendAgain(String key) {
        sandbox()
                .source()
                .sqs()
                .sendMessage(request -> request.queueUrl(sandbox().queueUrl())
                        .messageBody("""
                            {"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "us-east-1",
                              "eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": "%s"}, "object": {"key": "%s"}}}]}
                            """.formatted(sandbox().sourceBucket(), key)));
    }

    /** With what the function has logged of the object in its log group. */
    private static CommandProcess.Finished whereByTheLog(String key) {
        Eventually.until(
                TIMEOUT,
                "the object is handed over",
                LargeObjectsIT::log,
                lines -> lines.contains("\"sourceKey\":\"" + key + "\""));
        try {
            new FunctionLogGroup(sandbox()).copy(key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return where(key);
    }

    private static CommandProcess.Finished where(String key) {
        try {
            return new CommandProcess(sandbox()).run("where", key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<ExecutionListItem> executions(String key) {
        return sandbox()
                .source()
                .stepFunctions()
                .listExecutions(request ->
                        request.stateMachineArn(sandbox().output(StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN)))
                .executions()
                .stream()
                .filter(execution -> execution.name().startsWith(key + "-"))
                .toList();
    }

    private static List<ExecutionListItem> awaitClosed(String key, int count) {
        return Eventually.until(
                TIMEOUT,
                count + " executions for " + key + " have ended",
                () -> executions(key),
                found -> found.size() == count
                        && found.stream().noneMatch(execution -> execution.status() == ExecutionStatus.RUNNING));
    }

    private static Stream<String> results(String key) {
        return sandbox()
                .source()
                .s3()
                .listObjectsV2Paginator(
                        request -> request.bucket(sandbox().output(StackOutput.LARGE_OBJECTS_BUCKET_NAME))
                                .prefix("executions/" + key))
                .contents()
                .stream()
                .map(S3Object::key);
    }

    private static String log() {
        try {
            return Files.readString(sandbox().functionLog());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
