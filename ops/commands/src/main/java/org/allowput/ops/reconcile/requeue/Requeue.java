package org.allowput.ops.reconcile.requeue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.allowput.ops.reconcile.compare.Finding;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.RegionMetadata;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Sends for each object the message that S3 would send if it were put or deleted now. The function then copies what the
 * object is by then. Of a large object it asks for another attempt: one for that version may have been made before.
 *
 * @param queue its URL
 * @param bucket the source bucket
 * @param region of the source bucket
 * @param perSecond how many messages are sent per second at most
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
 *     message structure</a>
 */
public record Requeue(SqsClient sqs, String queue, String bucket, Region region, int perSecond, InstantSource clock) {
    /** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
    private static final int MAX_AT_ONCE = 10;

    /**
     * Sends all of them.
     *
     * @return how many the queue took
     */
    public long send(List<Finding> findings) {
        long sent = 0;
        long started = System.nanoTime();
        String run = "reconcile " + clock.instant();
        for (int from = 0; from < findings.size(); from += MAX_AT_ONCE) {
            long due = started + Duration.ofSeconds(1).toNanos() * from / perSecond;
            LockSupport.parkNanos(due - System.nanoTime());
            List<Finding> batch = findings.subList(from, Math.min(findings.size(), from + MAX_AT_ONCE));
            sent += batch.size() - sendBatch(batch, run);
        }
        return sent;
    }

    private int sendBatch(List<Finding> batch, String run) {
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (Finding finding : batch) {
            entries.add(SendMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .messageBody(message(finding, run))
                    .build());
        }
        return sqs.sendMessageBatch(request -> request.queueUrl(queue).entries(entries))
                .failed()
                .size();
    }

    private String message(Finding finding, String run) {
        String key = URLEncoder.encode(finding.key(), StandardCharsets.UTF_8);
        boolean deleted = finding.kind() == Finding.Kind.EXTRA;
        Map<String, Object> object =
                deleted ? Map.of("key", key) : Map.of("key", key, "size", finding.size(), "eTag", finding.eTag());
        String arn = "arn:" + RegionMetadata.of(region).partition().id() + ":s3:::" + bucket;
        Map<String, Object> record = Map.of(
                "eventVersion",
                "2.1",
                "eventSource",
                "aws:s3",
                "awsRegion",
                region.id(),
                "eventTime",
                clock.instant().toString(),
                "eventName",
                deleted ? "ObjectRemoved:Delete" : "ObjectCreated:Put",
                "s3",
                Map.of(
                        "s3SchemaVersion",
                        "1.0",
                        "configurationId",
                        "reconcile",
                        "bucket",
                        Map.of("name", bucket, "arn", arn),
                        "object",
                        object));
        try {
            return JSON.std.asString(
                    Map.of("Records", List.of(record), "largeObject", Map.of("job", run, "attempt", 1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
