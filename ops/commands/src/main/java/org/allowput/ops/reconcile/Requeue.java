package org.allowput.ops.reconcile;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.allowput.contract.StackOutput;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.StoredEvent;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.queue.DeadLetters;
import org.allowput.ops.queue.QueueDepth;
import org.allowput.ops.reconcile.compare.Finding;
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
public record Requeue(SqsClient sqs, String queue, String bucket, Region region, int perSecond, InstantSource clock) {
    /** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
    private static final int MAX_AT_ONCE = 10;

    private static final int MAX_DEAD_LETTERS = 10_000;

    /** To the queue of a stack. */
    public static Requeue of(DeployedStack stack, int perSecond) {
        return new Requeue(
                stack.clients().sqs(),
                stack.outputs().get(StackOutput.QUEUE_URL),
                stack.outputs().get(StackOutput.SOURCE_BUCKET_NAME),
                stack.clients().region(),
                perSecond,
                InstantSource.system());
    }

    /** The findings whose objects have no message in the dead-letter queue. */
    public static List<Finding> unsent(List<Finding> findings, DeployedStack stack) {
        Set<String> dead = new DeadLetters(
                        stack.clients().sqs(), stack.outputs().get(StackOutput.DEAD_LETTER_QUEUE_URL))
                .peek(MAX_DEAD_LETTERS).stream()
                        .flatMap(letter -> letter.keys().stream())
                        .collect(Collectors.toSet());
        return findings.stream()
                .filter(finding -> !dead.contains(finding.key()))
                .toList();
    }

    /** What waits in the queue, and may be for the same objects. */
    public QueueDepth depth() {
        return QueueDepth.of(sqs, queue);
    }

    /**
     * Sends all of them.
     *
     * @return how many the queue took
     */
    public long send(List<Finding> findings) {
        long sent = 0;
        long started = System.nanoTime();
        String run = ChangeEvent.Attempt.COMPARISON + clock.instant();
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
        boolean deleted = finding.kind() == Finding.Kind.EXTRA;
        return StoredEvent.notification(
                new ChangeEvent(
                        deleted ? ChangeEvent.Kind.REMOVED : ChangeEvent.Kind.CREATED,
                        deleted ? "ObjectRemoved:Delete" : "ObjectCreated:Put",
                        bucket,
                        finding.key(),
                        clock.instant(),
                        new ChangeEvent.Attempt(run, 1)),
                region.id());
    }
}
