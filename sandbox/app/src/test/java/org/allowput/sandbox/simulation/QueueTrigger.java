package org.allowput.sandbox.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.allowput.contract.MessageAttribute;
import org.allowput.emulator.local.Unchecked;

/**
 * What Lambda does for a function that a queue triggers: receives, invokes, and deletes what the response does not
 * name. It does not invoke the function with a message that the function sent as a result of about 16 invocations, each
 * by the message that the one before it sent, unless the function has {@code RecursiveLoop: Allow}: such a message is
 * received, and stays in flight, until the queue's redrive policy takes it away.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">Handling errors for an
 *     SQS event source</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html">Recursive loop detection</a>
 */
public final class QueueTrigger {
    private static final int BATCH = 10;

    /** The invocations of one chain of requests that Lambda permits: approximately so many, says its page. */
    private static final int LONGEST_CHAIN = 16;

    private final Cloud cloud;
    private final SimulatedQueue queue;
    private final SimulatedLambda function;
    private final int concurrency;
    private final boolean stopsRecursion;
    private int running;

    /** @param stopsRecursion whether the function has the default, {@code RecursiveLoop: Terminate} */
    public QueueTrigger(
            Cloud cloud, SimulatedQueue queue, SimulatedLambda function, int concurrency, boolean stopsRecursion) {
        this.stopsRecursion = stopsRecursion;
        this.cloud = cloud;
        this.queue = queue;
        this.function = function;
        this.concurrency = concurrency;
        queue.whenVisible(this::poll);
    }

    private void poll() {
        while (!cloud.time.isOver() && running < concurrency && !function.isBusy()) {
            List<SimulatedQueue.Message> batch = queue.receive(BATCH);
            if (batch.isEmpty()) {
                return;
            }
            List<SimulatedQueue.Message> delivered =
                    batch.stream().filter(message -> !isStopped(message)).toList();
            if (!delivered.isEmpty()) {
                running++;
                cloud.time.start("trigger", () -> deliver(delivered));
            }
        }
    }

    private boolean isStopped(SimulatedQueue.Message message) {
        boolean stopped = stopsRecursion && chain(message) > LONGEST_CHAIN;
        if (stopped) {
            cloud.journal.write("trigger", "RecursiveInvocationException: " + message.id);
        }
        return stopped;
    }

    /**
     * The invocations in the chain of requests, with that by this message. The first one ends in the third delivery of
     * the first message, each other one in the first delivery of the message that the one before it sent.
     */
    private static int chain(SimulatedQueue.Message message) {
        return message.attributes.get(MessageAttribute.DELIVERIES) instanceof Map<?, ?> attribute
                ? Integer.parseInt(String.valueOf(attribute.get("StringValue"))) - 1
                : 1;
    }

    private void deliver(List<SimulatedQueue.Message> batch) {
        try {
            SimulatedLambda.Result result = function.invoke(event(batch));
            if (result.isError()) {
                cloud.lateEffects.bringForward(result.process());
                cloud.journal.write("trigger", "failed: " + result.error() + ": " + result.message());
            } else {
                Set<String> failed = failed(Objects.requireNonNull(result.response()));
                batch.stream()
                        .filter(message -> !failed.contains(message.id))
                        .forEach(message -> queue.delete(message.handle()));
            }
        } finally {
            running--;
        }
        poll();
    }

    private static Set<String> failed(byte[] response) {
        List<?> failures = (List<?>) Objects.requireNonNull(
                Unchecked.get(() -> JSON.std.mapFrom(response)).get("batchItemFailures"));
        return failures.stream()
                .map(failure -> String.valueOf(((Map<?, ?>) failure).get("itemIdentifier")))
                .collect(Collectors.toSet());
    }

    private static byte[] event(List<SimulatedQueue.Message> batch) {
        return batch.stream()
                .map(QueueTrigger::record)
                .collect(Collectors.joining(",", "{\"Records\": [", "]}"))
                .getBytes(UTF_8);
    }

    private static String record(SimulatedQueue.Message message) {
        return """
            {"messageId": "%s", "receiptHandle": "%s", "body": %s, "messageAttributes": %s, "eventSource": "aws:sqs",
             "eventSourceARN": "arn:aws:sqs:us-east-1:222222222222:queue", "awsRegion": "us-east-1",
             "attributes": {"ApproximateReceiveCount": "%d", "SentTimestamp": "%d"}}
            """.formatted(
                        message.id,
                        message.handle(),
                        StateMachine.json(message.body),
                        // Lambda begins the names of their fields with a small letter.
                        StateMachine.json(message.attributes)
                                .replace("\"StringValue\":", "\"stringValue\":")
                                .replace("\"DataType\":", "\"dataType\":"),
                        message.receives,
                        message.sentMillis);
    }
}
