package org.allowput.lambda.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.events.Delivery.QueueMessage;
import org.allowput.lambda.events.DeliveryResult;
import org.allowput.lambda.retry.RetryQueues.DelayedMessage;
import org.allowput.lambda.retry.RetryQueues.Sending;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Decides what becomes of the failed messages of one invocation: one that may succeed is delivered again after the
 * delay of the {@link RetrySchedule}; one that cannot succeed, or was delivered too often, is sent to the dead-letter
 * queue, and then counts as done.
 *
 * <p>A message that waits for its next delivery is in flight, and SQS delivers nothing while 120,000 are. So from its
 * third delivery on a message waits outside: it is sent to the queue again with a delay, its count and the time when it
 * was first sent, and then counts as done.
 *
 * <p>If the function ends between the two, or SQS's answer does not arrive, the message may be there twice. So the new
 * message has the receipt handle of the old one, and each of its deliveries deletes the old one, with any result. The
 * old one waits so much longer that this is over before it returns: it does so only if there is no new one, and is then
 * sent again. A message whose predecessor could not be deleted is not sent again in this delivery. Both go on only if
 * the new one was received more than {@link #LONGEST_INVOCATION} late, or SQS took what it answered with an error: then
 * the object is copied twice and to the same end.
 *
 * <p>A call that fails, fails no message: what it was for returns to the queue after the queue's visibility timeout.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html">Messages
 *     in flight</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html">Delays</a>
 */
public class FailedMessageScheduler {
    /** The first delivery after which a message waits outside: most failures are over before it. */
    static final int OUTSIDE_FROM = 3;

    /**
     * How much longer a message waits than the new one that may have taken its place.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html">The longest timeout of a
     *     function</a>
     */
    static final Duration LONGEST_INVOCATION = Duration.ofMinutes(15);

    private final RetryQueues queues;
    private final RetrySchedule schedule;
    private final int maxDeliveries;
    private final ObjIntConsumer<String> notScheduled;

    /**
     * @param sqsWithoutRetries a client that sends each request once
     * @param maxDeliveries of a message before it goes there, at least 1
     * @param notScheduled receives a reason, and how many messages return only after the queue's visibility timeout
     */
    public FailedMessageScheduler(
            SqsClient sqs,
            SqsClient sqsWithoutRetries,
            String queueUrl,
            String deadLetterQueueUrl,
            RetrySchedule schedule,
            int maxDeliveries,
            ObjIntConsumer<String> notScheduled) {
        this.queues = new RetryQueues(sqs, sqsWithoutRetries, queueUrl, deadLetterQueueUrl, notScheduled);
        this.schedule = schedule;
        this.maxDeliveries = maxDeliveries;
        this.notScheduled = notScheduled;
    }

    /**
     * Schedules or gives up each message that failed. Sends nothing if none did.
     *
     * @param results one for each message
     * @param deadline when the function has to respond
     * @return the results, where a message that is now in the dead-letter queue, or waits as a new message, is done
     */
    public List<DeliveryResult> settle(List<QueueMessage> messages, List<DeliveryResult> results, Deadline deadline) {
        Set<Integer> maybeTwice = queues.deleteReplaced(messages, deadline);
        List<DeliveryResult> settled = new ArrayList<>(results);
        List<DelayedMessage> inFlight = new ArrayList<>();
        List<DelayedMessage> outside = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            QueueMessage message = messages.get(i);
            switch (results.get(i)) {
                case DeliveryResult.Done ignored -> {}
                case DeliveryResult.Retry(String cause, DeliveryResult.Urgency urgency) -> {
                    if (message.deliveries() < maxDeliveries) {
                        boolean sendsAgain = waitsOutside(message) && !maybeTwice.contains(i);
                        (sendsAgain ? outside : inFlight).add(delayed(i, message, urgency));
                    } else if (!giveUp(i, message, cause, settled, deadline)) {
                        inFlight.add(delayed(i, message, urgency));
                    }
                }
                case DeliveryResult.Failed(String cause) -> {
                    if (!giveUp(i, message, cause, settled, deadline)) {
                        inFlight.add(delayed(i, message, DeliveryResult.Urgency.NORMAL));
                    }
                }
            }
        }
        Map<Integer, Sending> sendings = queues.sendAgain(outside, deadline);
        for (DelayedMessage message : outside) {
            switch (sendings.getOrDefault(message.index(), Sending.NOT_SENT)) {
                case SENT ->
                    settled.set(message.index(), new DeliveryResult.Done("sent to the queue again, with a delay"));
                case NOT_SENT -> inFlight.add(message);
                case NOT_KNOWN -> inFlight.add(message.later(LONGEST_INVOCATION));
            }
        }
        queues.changeVisibility(inFlight, deadline);
        return settled;
    }

    /**
     * Sends messages to the queue, with the delay after which what was sent to the target has arrived. Sends nothing if
     * there is none. A message that cannot be sent is reported as not scheduled.
     */
    public void deliverLate(List<String> bodies, Deadline deadline) {
        List<DelayedMessage> messages = new ArrayList<>();
        for (String body : bodies) {
            QueueMessage message = new QueueMessage("", body, "", "", 0, 1, null);
            messages.add(delayed(messages.size(), message, DeliveryResult.Urgency.LATE));
        }
        Map<Integer, Sending> sendings = queues.send(messages, deadline);
        int sent = Collections.frequency(sendings.values(), Sending.SENT);
        if (sent < messages.size()) {
            notScheduled.accept("events of tasks were not sent to the queue", messages.size() - sent);
        }
    }

    private static boolean waitsOutside(QueueMessage message) {
        return message.deliveries() >= OUTSIDE_FROM;
    }

    private DelayedMessage delayed(int index, QueueMessage message, DeliveryResult.Urgency urgency) {
        return new DelayedMessage(index, message, schedule.delay(urgency, message.deliveries()));
    }

    /** Whether the message is now in the dead-letter queue. */
    private boolean giveUp(
            int index, QueueMessage message, String cause, List<DeliveryResult> settled, Deadline deadline) {
        String reason = message.deliveries() < maxDeliveries
                ? cause
                : "delivery " + message.deliveries() + " of " + maxDeliveries + " failed: " + cause;
        boolean sent = queues.sendToDeadLetters(message, reason, deadline);
        if (sent) {
            settled.set(index, new DeliveryResult.Done("sent to the dead-letter queue: " + reason));
        }
        return sent;
    }
}
