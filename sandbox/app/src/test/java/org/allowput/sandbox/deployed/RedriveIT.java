package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFixture;
import org.allowput.sandbox.command.CommandProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** {@code bin/redrive} on an endpoint that is not AWS. */
@ExtendWith(SandboxFixture.class)
class RedriveIT {
    /** What the function skips, and so nothing comes back. */
    private static final String BODY = """
        {"Service": "Amazon S3", "Event": "s3:TestEvent", "Time": "2026-01-01T00:00:00.000Z", "Bucket": "%s",
         "RequestId": "REQUEST", "HostId": "HOST"}
        """;

    private final Sandbox sandbox;

    RedriveIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** A malformed message would come back from the function. */
    @AfterEach
    void deleteDeadLetters() {
        sandbox.source().sqs().purgeQueue(request -> request.queueUrl(sandbox.deadLetterQueueUrl()));
    }

    @Test
    void onAnyEndpointTheQueuesAreFoundByTheStack() throws IOException, InterruptedException {
        putIntoTheDeadLetterQueue(12);

        assertThat(redrive("ReplicationSource"))
                .isEqualTo("12 messages moved from the dead-letter queue to the queue.\n");
        assertThat(new Queues(sandbox).deadLetters()).isZero();
        assertThat(redrive("NoSuchStack")).startsWith("There is no stack NoSuchStack in us-east-1 of the account");
    }

    /** With the settings that are deployed by default: after one delivery, not after all. */
    @Test
    void aMessageThatCanNeverBeCopiedIsInTheDeadLetterQueueAtOnceAndIsListedWithTheReason()
            throws IOException, InterruptedException {
        SqsClient sqs = sandbox.source().sqs();
        String id = sqs.sendMessage(
                        request -> request.queueUrl(sandbox.queueUrl()).messageBody("no JSON"))
                .messageId();
        new Queues(sandbox).awaitDeadLetters(1);

        CommandProcess.Finished listed = run("--dry-run");

        assertThat(listed.status()).isZero();
        assertThat(listed.output()).contains("not a message about objects: no JSON", "not JSON");
        List<Message> letters = sqs.receiveMessage(request ->
                        request.queueUrl(sandbox.deadLetterQueueUrl()).messageAttributeNames("All"))
                .messages();
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.body()).isEqualTo("no JSON");
            assertThat(letter.messageAttributes())
                    .hasEntrySatisfying(
                            "MessageId",
                            value -> assertThat(value.stringValue()).isEqualTo(id));
            sqs.deleteMessage(
                    request -> request.queueUrl(sandbox.deadLetterQueueUrl()).receiptHandle(letter.receiptHandle()));
        });
    }

    @Test
    void aDryRunListsObjectsAndCausesAndChangesNothing() throws IOException, InterruptedException {
        String denied = deadLetter(event("dry/denied"));
        String malformed = deadLetter("not JSON");
        new FunctionLogGroup(sandbox).write("""
            {"outcome":"failed","cause":"AccessDenied","reason":"denied","deliveryId":"%s"}\
            """.formatted(denied));

        CommandProcess.Finished listed = run("--dry-run");

        assertThat(listed.output().lines())
                .anyMatch(line -> line.matches(denied + " .* AccessDenied +dry/denied"))
                .anyMatch(line -> line.matches(malformed + " .* - +not a message about objects: not JSON"))
                .endsWith("2 messages in the dead-letter queue.");
        assertThat(new Queues(sandbox).deadLetters()).isEqualTo(2);
    }

    @Test
    void onlyTheMessagesThatMatchAreMoved() throws IOException, InterruptedException {
        deadLetter(event("only/a"));
        deadLetter(event("only/b"));
        deadLetter("not JSON");

        assertThat(run("--only", "only/?").output())
                .isEqualTo("2 messages moved from the dead-letter queue to the queue.\n");

        assertThat(new Queues(sandbox).deadLetters()).isEqualTo(1);
    }

    @Test
    void aMalformedMessageIsDeletedAfterAConfirmationAndACopy(@TempDir Path folder)
            throws IOException, InterruptedException {
        String other = deadLetter(event("drop/other"));
        String malformed = deadLetter("not JSON");
        Path copy = folder.resolve("dropped.jsonl");

        CommandProcess.Finished unconfirmed = run("--drop", malformed, "--copy", copy.toString());
        assertThat(unconfirmed.status()).isEqualTo(3);
        assertThat(unconfirmed.output())
                .endsWith("1 message would be deleted from the dead-letter queue, after a copy to " + copy
                        + ". Nothing was done: run this command again with --yes.\n");
        assertThat(copy).doesNotExist();

        assertThat(run("--drop", malformed, "--copy", copy.toString(), "--yes").output())
                .endsWith("1 message deleted; copied to " + copy + ".\n");

        assertThat(copy).content().contains("\"messageId\":\"" + malformed + "\"", "\"body\":\"not JSON\"");
        assertThat(run("--dry-run").output()).contains(other).doesNotContain(malformed);
        assertThat(run("--drop", other, "--copy", copy.toString(), "--yes").output())
                .endsWith(copy + " exists: name another file with --copy. Nothing was deleted.\n");
        run();
        assertThat(run("--drop", malformed, "--yes").output())
                .startsWith("No message of the dead-letter queue matches. Nothing was deleted:");
    }

    private CommandProcess.Finished run(String... options) throws IOException, InterruptedException {
        return new CommandProcess(sandbox)
                .run(Stream.concat(Stream.of("redrive"), Stream.of(options)).toArray(String[]::new));
    }

    private String event(String key) {
        return """
            {"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put","eventVersion":"2.1",\
            "s3":{"bucket":{"name":"%s"},"object":{"key":"%s","size":1,"eTag":"e"}}}]}\
            """.formatted(sandbox.sourceBucket(), key);
    }

    private String deadLetter(String body) {
        return sandbox.source()
                .sqs()
                .sendMessage(request ->
                        request.queueUrl(sandbox.deadLetterQueueUrl()).messageBody(body))
                .messageId();
    }

    private void putIntoTheDeadLetterQueue(int count) {
        IntStream.range(0, count)
                .forEach(i -> sandbox.source()
                        .sqs()
                        .sendMessage(request -> request.queueUrl(sandbox.deadLetterQueueUrl())
                                .messageBody(BODY.formatted(sandbox.sourceBucket()))));
    }

    private String redrive(String stack) throws IOException, InterruptedException {
        return new CommandProcess(sandbox).run("redrive", "--stack", stack).output();
    }
}
