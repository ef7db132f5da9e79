package org.allowput.ops.queue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.allowput.contract.StackOutput;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.StoredEvent;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.SdkErrors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Sends for each object a message as S3 sends it for an object that is put or deleted. The function then copies what
 * the object is by then. Of a large object it asks for another attempt: one for that version may have been made before.
 *
 * @param queue its URL
 * @param bucket the source bucket
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
 *     message structure</a>
 */
public record CopyRequests(SqsClient sqs, String queue, String bucket, Region region, InstantSource clock) {
    /** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
    private static final int MAX_AT_ONCE = 10;

    /**
     * What a message asks for.
     *
     * @param deleted whether the object is gone, and its copy is to be deleted
     */
    public record Change(String key, boolean deleted) {}

    /** To the queue of a stack. */
    public static CopyRequests of(DeployedStack stack) {
        return new CopyRequests(
                stack.clients().sqs(),
                stack.outputs().get(StackOutput.QUEUE_URL),
                stack.outputs().get(StackOutput.SOURCE_BUCKET_NAME),
                stack.clients().region(),
                InstantSource.system());
    }

    /**
     * Sends all of them.
     *
     * @return how many the queue took
     */
    public long send(List<Change> changes, int perSecond) {
        long sent = 0;
        long started = System.nanoTime();
        String run = ChangeEvent.Attempt.COMPARISON + clock.instant();
        for (int from = 0; from < changes.size(); from += MAX_AT_ONCE) {
            long due = started + Duration.ofSeconds(1).toNanos() * from / perSecond;
            LockSupport.parkNanos(due - System.nanoTime());
            List<Change> batch = changes.subList(from, Math.min(changes.size(), from + MAX_AT_ONCE));
            try {
                sent += batch.size() - sendBatch(batch, run);
            } catch (SdkException e) {
                throw OperationException.ofAws(
                        "%d of %d messages were sent to the queue. Then: %s"
                                .formatted(
                                        sent,
                                        changes.size(),
                                        SdkErrors.explain(e).getMessage()),
                        e);
            }
        }
        return sent;
    }

    private int sendBatch(List<Change> batch, String run) {
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (Change change : batch) {
            entries.add(SendMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .messageBody(message(change, run))
                    .build());
        }
        return sqs.sendMessageBatch(request -> request.queueUrl(queue).entries(entries))
                .failed()
                .size();
    }

    private String message(Change change, String run) {
        return StoredEvent.notification(
                new ChangeEvent(
                        change.deleted() ? ChangeEvent.Kind.REMOVED : ChangeEvent.Kind.CREATED,
                        change.deleted() ? "ObjectRemoved:Delete" : "ObjectCreated:Put",
                        bucket,
                        change.key(),
                        clock.instant(),
                        new ChangeEvent.Attempt(run, 1)),
                region.id());
    }
}
