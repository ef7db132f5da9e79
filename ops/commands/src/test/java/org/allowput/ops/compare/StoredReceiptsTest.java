package org.allowput.ops.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.allowput.contract.receipt.Receipts;
import org.allowput.ops.aws.FakeS3;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

class StoredReceiptsTest {
    private static final Instant TIME = Instant.parse("2026-01-31T10:00:00Z");
    private static final int OBJECTS = 40;
    private static final int TOO_LARGE = 7;
    private static final int ARCHIVED = 9;

    @Test
    void allReceiptsAreReadAndNoMoreObjectsAtATimeThanThereAreConnections() {
        SlowBucket bucket = new SlowBucket();
        bucket.put("receipts", Receipts.key(Receipts.PREFIX, TIME.minusSeconds(1), "request-0"), new byte[0]);
        for (int number = 0; number < OBJECTS; number++) {
            Instant written = TIME.plusSeconds(number);
            bucket.put(
                    "receipts",
                    Receipts.key(Receipts.PREFIX, written, "request-" + number),
                    number == TOO_LARGE
                            ? new byte[40 << 20]
                            : Receipts.write(List.of(TestReceipts.copied("k" + number, "e", written, written))));
        }
        try (Database database = new Database()) {
            new StoredReceipts(bucket, "receipts", Receipts.PREFIX)
                    .load(database, TIME, OBJECTS, key -> true, Optional::of);
            database.execute("INSERT INTO asked(started) VALUES (?)", TIME.plusSeconds(99));

            assertThat(database.texts("SELECT sourceKey FROM receipts"))
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, OBJECTS)
                            .filter(number -> number != TOO_LARGE && number != ARCHIVED)
                            .mapToObj(number -> "k" + number)
                            .toList());
            assertThat(bucket.most).hasValueBetween(1, StoredReceipts.READ_AT_A_TIME);
            assertThat(database.rows("SELECT receiptsSince, unreadableUntil FROM parameters"))
                    .containsExactly(Map.of("receiptsSince", TIME, "unreadableUntil", TIME.plusSeconds(ARCHIVED)));
            assertThat(database.texts("SELECT address || ': ' || reason FROM receipt_objects WHERE reason IS NOT NULL"))
                    .hasSize(2)
                    .allMatch(each -> each.startsWith("s3://receipts/receipts/"))
                    .anyMatch(each ->
                            each.endsWith("-request-7.jsonl.gz: 41943040 bytes, receipts have at most 33554432"))
                    .anyMatch(each -> each.endsWith("-request-9.jsonl.gz: S3 answered 403 InvalidObjectState"));
        }
    }

    /** Each object takes some milliseconds, so that more than allowed would be read at once. */
    private static final class SlowBucket extends FakeS3 {
        private final AtomicInteger reading = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        @Override
        public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
            if (request.key().contains("request-" + ARCHIVED + ".")) {
                throw S3Exception.builder()
                        .statusCode(403)
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode("InvalidObjectState")
                                .build())
                        .build();
            }
            most.accumulateAndGet(reading.incrementAndGet(), Math::max);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            try {
                return super.getObject(request, transformer);
            } finally {
                reading.decrementAndGet();
            }
        }
    }
}
