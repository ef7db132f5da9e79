package org.allowput.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Account A changes the ExternalId in its trust policy. Sessions that were handed out before live on until they end,
 * one hour at most, as on AWS: so the function is made to start anew, which ends them on its side.
 */
@ExtendWith(SandboxFixture.class)
class RevokedTrustIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Sandbox sandbox;
    private final Buckets buckets;

    RevokedTrustIT(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.buckets = new Buckets(sandbox);
    }

    @Test
    void newCopiesFailNothingIsLostAndARedriveBringsEveryObjectAcross() throws IOException {
        var keys = IntStream.range(0, 6).mapToObj(i -> "revoked/" + i).toList();
        var trust = new TrustPolicy(sandbox);
        var document = trust.document();
        var impatient = impatientQueue();
        try {
            trust.replace(sandbox.externalId(), "the-id-is-another-now");
            startFunctionAnew();
            keys.forEach(this::put);

            Eventually.until(
                    PATIENCE,
                    "every message is in the dead-letter queue",
                    this::deadLetters,
                    count -> count == keys.size());
            assertThat(keys).noneMatch(key -> buckets.inTarget(key).isPresent());
            assertThat(complaint())
                    .contains("AssumeRoleDenied", sandbox.roleArn())
                    .doesNotContain(sandbox.externalId());
        } finally {
            trust.put(document);
            startFunctionAnew();
            impatient.run();
        }

        redrive(keys.size());

        for (var key : keys) {
            buckets.arrived(key);
            assertThat(sandbox.target()
                            .s3()
                            .getObjectAsBytes(request ->
                                    request.bucket(sandbox.targetBucket()).key(key))
                            .asUtf8String())
                    .isEqualTo("content of " + key);
        }
        assertThat(deadLetters()).isZero();
    }

    private void put(String key) {
        sandbox.source()
                .s3()
                .putObject(
                        request -> request.bucket(sandbox.sourceBucket()).key(key),
                        RequestBody.fromString("content of " + key));
    }

    /**
     * Publishes a version that differs in its description only, points the alias at it, and waits until it has started.
     */
    private void startFunctionAnew() throws IOException {
        var lambda = sandbox.source().lambda();
        var name = sandbox.output("FunctionName");
        lambda.updateFunctionConfiguration(
                request -> request.functionName(name).description("anew at " + System.nanoTime()));
        var version =
                lambda.publishVersion(request -> request.functionName(name)).version();
        lambda.updateAlias(request -> request.functionName(name).name("live").functionVersion(version));
        sandbox.invoke(Files.readString(Checkout.current().root().resolve("events/s3-test-event.json")));
    }

    /** Two attempts, ten seconds apart, instead of what production needs. Gives what puts it back. */
    private Runnable impatientQueue() {
        var sqs = sandbox.source().sqs();
        var names = List.of(QueueAttributeName.VISIBILITY_TIMEOUT, QueueAttributeName.REDRIVE_POLICY);
        var before = sqs.getQueueAttributes(
                        request -> request.queueUrl(sandbox.queueUrl()).attributeNames(names))
                .attributes();
        Map<QueueAttributeName, String> changed = new HashMap<>(before);
        changed.put(QueueAttributeName.VISIBILITY_TIMEOUT, "10");
        changed.compute(
                QueueAttributeName.REDRIVE_POLICY,
                (name, policy) -> String.valueOf(policy).replaceAll("(\"maxReceiveCount\"\\s*:\\s*)\"?\\d+\"?", "$12"));
        sqs.setQueueAttributes(request -> request.queueUrl(sandbox.queueUrl()).attributes(changed));
        return () -> sqs.setQueueAttributes(
                request -> request.queueUrl(sandbox.queueUrl()).attributes(before));
    }

    private int deadLetters() {
        return Integer.parseInt(sandbox.source()
                .sqs()
                .getQueueAttributes(request -> request.queueUrl(sandbox.deadLetterQueueUrl())
                        .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                .attributes()
                .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
    }

    /** What {@code aws sqs start-message-move-task} does on AWS; the emulator does not know it. */
    private void redrive(int count) {
        var sqs = sandbox.source().sqs();
        for (int moved = 0; moved < count; ) {
            List<Message> messages = Eventually.until(
                    PATIENCE,
                    "messages in the dead-letter queue",
                    () -> sqs.receiveMessage(request -> request.queueUrl(sandbox.deadLetterQueueUrl())
                                    .maxNumberOfMessages(10))
                            .messages(),
                    received -> !received.isEmpty());
            for (var message : messages) {
                sqs.sendMessage(request -> request.queueUrl(sandbox.queueUrl()).messageBody(message.body()));
                sqs.deleteMessage(request ->
                        request.queueUrl(sandbox.deadLetterQueueUrl()).receiptHandle(message.receiptHandle()));
            }
            moved += messages.size();
        }
    }

    private String complaint() throws IOException {
        try (Stream<String> lines = Files.lines(sandbox.functionLog())) {
            return lines.filter(line -> line.contains("AssumeRoleDenied") && line.contains("revoked/"))
                    .findFirst()
                    .orElse("no line about the denial in " + sandbox.functionLog());
        }
    }
}
