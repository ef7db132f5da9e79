package org.allowput.ops.reconcile;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Sends for each object the message that S3 would send if it were put now. The function then copies what the object is
 * by then, and nothing if it is gone.
 *
 * @param queue its URL
 * @param bucket the source bucket
 * @param region of it
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
 *     message structure</a>
 */
public record Requeue(SqsClient sqs, String queue, String bucket, String region, InstantSource clock) {
    /** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
    private static final int MOST_AT_ONCE = 10;

    private static final int BATCHES_AT_A_TIME = 8;

    /**
     * Sends all of them.
     *
     * @return how many the queue did not take
     */
    public long send(List<Finding> findings) {
        List<Callable<Long>> batches = new ArrayList<>();
        for (int from = 0; from < findings.size(); from += MOST_AT_ONCE) {
            var batch = findings.subList(from, Math.min(findings.size(), from + MOST_AT_ONCE));
            batches.add(() -> sendBatch(batch));
        }
        try (var threads = Executors.newFixedThreadPool(
                BATCHES_AT_A_TIME, Thread.ofVirtual().factory())) {
            long failed = 0;
            for (var batch : threads.invokeAll(batches)) {
                failed += batch.get();
            }
            return failed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while messages were sent", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e.getCause());
        }
    }

    private long sendBatch(List<Finding> batch) {
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (var finding : batch) {
            entries.add(SendMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .messageBody(message(finding))
                    .build());
        }
        return sqs.sendMessageBatch(request -> request.queueUrl(queue).entries(entries))
                .failed()
                .size();
    }

    private String message(Finding finding) {
        var object = Map.of(
                "key", URLEncoder.encode(finding.key(), StandardCharsets.UTF_8),
                "size", finding.size(),
                "eTag", finding.eTag());
        var record = Map.of(
                "eventVersion",
                "2.1",
                "eventSource",
                "aws:s3",
                "awsRegion",
                region,
                "eventTime",
                clock.instant().toString(),
                "eventName",
                "ObjectCreated:Put",
                "s3",
                Map.of(
                        "s3SchemaVersion",
                        "1.0",
                        "configurationId",
                        "reconcile",
                        "bucket",
                        Map.of("name", bucket, "arn", "arn:aws:s3:::" + bucket),
                        "object",
                        object));
        try {
            return JSON.std.asString(Map.of("Records", List.of(record)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
