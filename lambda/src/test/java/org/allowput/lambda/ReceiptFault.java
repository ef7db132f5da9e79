package org.allowput.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.allowput.lambda.CopyFixture.SOURCE;
import static org.allowput.lambda.CopyFixture.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.allowput.contract.receipt.Receipt;
import org.allowput.emulator.local.Unchecked;
import org.allowput.emulator.proxy.Fault;
import org.allowput.emulator.proxy.FaultProxy;
import org.allowput.emulator.proxy.ProxiedRequest;
import org.allowput.emulator.proxy.ProxiedRequest.Operation;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.replication.Replication;
import org.allowput.lambda.report.Log;
import org.allowput.lambda.session.AwsClients;
import org.assertj.core.api.InstanceOfAssertFactories;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A fault in a request that delivers a receipt, of an invocation that copies one object.
 *
 * @param fault what happens to it
 * @param role what the function is deployed with
 * @param always whether the request suffers it each time
 * @param arrives whether the receipt arrives although it does
 */
record ReceiptFault(Fault fault, DeliveringRole role, boolean always, Arrives arrives) {
    static final String PREFIX = "_deliveries/";

    /** More than a copy needs to begin. */
    private static final Duration REMAINING = Duration.ofSeconds(12);

    /** Less than a request waits whose time is not limited by what remains, and more than a slow computer needs. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** The roles, by what they allow. */
    enum DeliveringRole {
        PUT_ONLY,
        WRITE_ONCE
    }

    /** What becomes of the receipt. */
    enum Arrives {
        COUNTED_AS_FAILED,
        ARRIVES,
        /** It is there, and the function cannot know. */
        BOTH
    }

    static List<ReceiptFault> all() {
        List<ReceiptFault> all = new ArrayList<>();
        for (DeliveringRole role : DeliveringRole.values()) {
            for (Fault fault : List.of(
                    new Fault.Answer(503, "SlowDown"),
                    new Fault.Answer(500, "InternalError"),
                    new Fault.DropBefore(),
                    new Fault.CutRequest(20))) {
                all.add(new ReceiptFault(fault, role, false, Arrives.ARRIVES));
                all.add(new ReceiptFault(fault, role, true, Arrives.COUNTED_AS_FAILED));
            }
            for (Fault fault : List.of(
                    new Fault.Answer(403, "AccessDenied"),
                    new Fault.Answer(400, "KMS.DisabledException"),
                    new Fault.Answer(409, "ConditionalRequestConflict"))) {
                all.add(new ReceiptFault(fault, role, false, Arrives.COUNTED_AS_FAILED));
                all.add(new ReceiptFault(fault, role, true, Arrives.COUNTED_AS_FAILED));
            }
            all.add(new ReceiptFault(new Fault.Delay(Duration.ofMillis(300)), role, true, Arrives.ARRIVES));
            all.add(new ReceiptFault(new Fault.DropAfter(), role, false, Arrives.ARRIVES));
            all.add(new ReceiptFault(new Fault.DropAfter(), role, true, Arrives.BOTH));
            all.add(new ReceiptFault(silence(), role, true, Arrives.COUNTED_AS_FAILED));
        }
        return all;
    }

    /** Until the invocation is over. */
    private static Fault silence() {
        return new Fault.RunFirst(() -> {});
    }

    private boolean isSilence() {
        return fault instanceof Fault.RunFirst;
    }

    /** Copies a new object with that key while it happens. */
    void check(CopyFixture fixture, String key) {
        fixture.source()
                .putObject(object -> object.bucket(SOURCE).key(key), RequestBody.fromString("content of " + key));
        List<String> lines = new ArrayList<>();
        String prefix = PREFIX + key + "/";
        CountDownLatch over = new CountDownLatch(1);
        try (FaultProxy proxy = fixture.anotherProxy();
                AwsClients clients = fixture.delivering(proxy, prefix, role)) {
            Predicate<ProxiedRequest> copies = CopyFixture.of(Operation.PUT, TARGET, key);
            Predicate<ProxiedRequest> requests = request ->
                    request.operation() == Operation.PUT && request.key().startsWith(prefix);
            Fault injected = isSilence() ? new Fault.RunFirst(() -> await(over)) : fault;
            if (always) {
                proxy.always(requests, injected);
            } else {
                proxy.once(requests, injected);
            }
            String answer;
            Instant begin = Instant.now();
            try {
                answer = invoke(clients, key, new Log(lines::add));
            } finally {
                over.countDown();
            }

            assertThat(Duration.between(begin, Instant.now())).isLessThan(LONGEST);
            assertThat(answer).isEqualTo("{\"batchItemFailures\":[]}");
            assertThat(proxy.requests(request -> request.operation() == Operation.SQS))
                    .isEmpty();
            assertThat(proxy.requests(copies)).as("copies").hasSize(1);
            assertThat(proxy.requests(requests)).as("requests with the fault").hasSizeBetween(1, 4);
        }
        HeadObjectResponse copy =
                fixture.target().headObject(head -> head.bucket(TARGET).key(key));
        checkReceipts(fixture, prefix, key, copy);
        boolean counted = arrives != Arrives.ARRIVES;
        assertThat(lines.stream().filter(line -> line.contains("\"ReceiptsFailed\":[1]")))
                .as("%s", lines)
                .hasSize(counted ? 1 : 0);
        assertThat(lines.stream().filter(line -> line.contains("failed to write receipts") && line.contains(prefix)))
                .as("%s", lines)
                .hasSize(counted ? 1 : 0);
        assertThat(lines).anyMatch(line -> line.contains("\"outcome\":\"copied\""));
    }

    private static void await(CountDownLatch over) {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String invoke(AwsClients clients, String key, Log log) {
        String body = """
            {"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "us-east-1",
            "eventTime": "2026-01-31T17:25:01Z", "eventName": "ObjectCreated:Put",
            "s3": {"bucket": {"name": "%s"}, "object": {"key": "%s"}}}]}\
            """.formatted(SOURCE, key);
        String event = """
            {"Records": [{"messageId": "1", "receiptHandle": "handle", "body": "%s", "eventSource": "aws:sqs",
            "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1"}}]}\
            """.formatted(body.replace("\"", "\\\"").replace("\n", ""));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        Unchecked.run(() -> Replication.of(clients, log, "request-of-" + key)
                .handle(new ByteArrayInputStream(event.getBytes(UTF_8)), answer, deadline(clients)));
        return answer.toString(UTF_8);
    }

    /** What is silent, is so near the end of the invocation; the copy has time. */
    private Deadline deadline(AwsClients clients) {
        return isSilence()
                ? () -> REMAINING
                : Deadline.after(Duration.ofMinutes(5), clients.system().nanoTime());
    }

    /** Exactly one, which nothing has replaced, or none. */
    private void checkReceipts(CopyFixture fixture, String prefix, String key, HeadObjectResponse copy) {
        List<S3Object> objects = fixture.target()
                .listObjectsV2(list -> list.bucket(TARGET).prefix(prefix))
                .contents();
        int fewest = arrives == Arrives.COUNTED_AS_FAILED ? 0 : 1;
        // What the function no longer waits for goes on when the silence is over.
        assertThat(objects).as("receipts").hasSizeBetween(fewest, isSilence() ? 1 : fewest);
        for (S3Object object : objects) {
            assertThat(fixture.target()
                            .listObjectVersions(list -> list.bucket(TARGET).prefix(object.key()))
                            .versions())
                    .as("versions of the receipt")
                    .hasSize(1);
            try (var content =
                    fixture.target().getObject(get -> get.bucket(TARGET).key(object.key()))) {
                assertThat(JSON.std
                                .anySequenceFrom(new GZIPInputStream(content))
                                .readAll())
                        .singleElement()
                        .asInstanceOf(InstanceOfAssertFactories.MAP)
                        .containsEntry("targetKey", key)
                        .containsEntry("targetETag", Receipt.unquoted(copy.eTag()))
                        .containsEntry("targetVersionId", copy.versionId());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
