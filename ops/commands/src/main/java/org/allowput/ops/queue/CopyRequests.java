package org.allowput.ops.queue;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.allowput.contract.StackOutput;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.StoredEvent;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.cli.OperationException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Sends for each object a message as S3 sends it for an object that is put. The function then copies what the object is
 * by then. Of a large object it asks for another attempt: one for that version may have been made before.
 *
 * @param stack of account B
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
 *     message structure</a>
 */
public record CopyRequests(DeployedStack stack, InstantSource clock) {
    /** Sends one for each key. @return how many the queue took */
    public long send(List<String> keys, int perSecond) {
        SqsClient sqs = stack.clients().sqs();
        String queue = stack.outputs().get(StackOutput.QUEUE_URL);
        long sent = 0;
        long started = System.nanoTime();
        for (int from = 0; from < keys.size(); from += DeadLetters.MAX_AT_ONCE) {
            LockSupport.parkNanos(started + TimeUnit.SECONDS.toNanos(from) / perSecond - System.nanoTime());
            List<SendMessageBatchRequestEntry> batch = IntStream.range(
                            from, Math.min(keys.size(), from + DeadLetters.MAX_AT_ONCE))
                    .mapToObj(number -> SendMessageBatchRequestEntry.builder()
                            .id(Integer.toString(number))
                            .messageBody(message(keys.get(number)))
                            .build())
                    .toList();
            try {
                sent += sqs.sendMessageBatch(request -> request.queueUrl(queue).entries(batch))
                        .successful()
                        .size();
            } catch (SdkException e) {
                String why = OperationException.of(e).getMessage();
                throw OperationException.ofAws(
                        "%d of %d messages were sent to the queue. Then: %s".formatted(sent, keys.size(), why), e);
            }
        }
        return sent;
    }

    /** The message for a key. */
    public String message(String key) {
        return StoredEvent.notification(
                new ChangeEvent(
                        ChangeEvent.Kind.CREATED,
                        "ObjectCreated:Put",
                        stack.outputs().get(StackOutput.SOURCE_BUCKET_NAME),
                        key,
                        clock.instant(),
                        new ChangeEvent.Attempt(ChangeEvent.Attempt.COMPARISON + clock.instant(), 1)),
                stack.clients().region().id());
    }
}
