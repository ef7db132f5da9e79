package org.allowput.lambda.retry;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.events.Delivery.QueueMessage;
import org.allowput.lambda.events.DeliveryResult;
import org.allowput.lambda.retry.RetryQueues.DelayedMessage;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Decides what becomes of the failed messages of one invocation: one that may succeed is delivered again after the
 * delay of the {@link RetrySchedule}; one that cannot succeed, or was delivered too often, is sent to the dead-letter
 * queue, and then counts as done.
 *
 * <p>A message that waits for its next delivery is in flight, and SQS delivers nothing while 120,000 are. So from its
 * third delivery on a message waits outside: it is sent to the queue again with a delay, its count and the time when it
 * was first sent, and then counts as done. If the function ends between the two, or the answer does not arrive in time,
 * the message is there twice, which copies its object twice and to the same end. Each message is sent again once at
 * most, with any answer of SQS, and waits in flight after that: a message of which no answer arrives has one more copy
 * with each of its deliveries, and not twice as many.
 *
 * <p>A call that fails, fails no message: what it was for returns to the queue after the queue's visibility timeout.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html">Messages
 *     in flight, and delays</a>
 */
public class FailedMessageScheduler {
    /** The first delivery after which a message waits outside: most failures are over before it. */
    static final int OUTSIDE_FROM = 3;

    private final RetryQueues queues;
    private final RetrySchedule schedule;
    private final int maxDeliveries;

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
    }

    /**
     * Schedules or gives up each message that failed. Sends nothing if none did.
     *
     * @param results one for each message
     * @param deadline when the function has to respond
     * @return the results, where a message that is now in the dead-letter queue, or waits as a new message, is done
     */
    public List<DeliveryResult> settle(List<QueueMessage> messages, List<DeliveryResult> results, Deadline deadline) {
        List<DeliveryResult> settled = new ArrayList<>(results);
        List<DelayedMessage> inFlight = new ArrayList<>();
        List<DelayedMessage> outside = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            QueueMessage message = messages.get(i);
            switch (results.get(i)) {
                case DeliveryResult.Done ignored -> {}
                case DeliveryResult.Retry(String cause, DeliveryResult.Urgency urgency) -> {
                    if (message.deliveries() < maxDeliveries) {
                        (isSentAgain(message) ? outside : inFlight).add(delayed(i, message, urgency));
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
        Set<Integer> sent = queues.sendAgain(outside, deadline);
        for (DelayedMessage message : outside) {
            if (sent.contains(message.index())) {
                settled.set(message.index(), new DeliveryResult.Done("sent to the queue again, with a delay"));
            } else {
                inFlight.add(message);
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
            QueueMessage message = new QueueMessage("", body, "", 0, 1, null);
            messages.add(delayed(messages.size(), message, DeliveryResult.Urgency.LATE));
        }
        int sent = queues.sendAgain(messages, deadline).size();
        if (sent < messages.size()) {
            queues.notScheduled().accept("events of tasks were not sent to the queue", messages.size() - sent);
        }
    }

    /** After one delivery alone: a later one is of a message that may have been sent again. */
    private static boolean isSentAgain(QueueMessage message) {
        return message.received() == Math.max(1, OUTSIDE_FROM - message.earlier());
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
