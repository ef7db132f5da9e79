package org.allowput.sandbox.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.allowput.emulator.local.Unchecked;

/**
 * What Lambda does for a function that a queue triggers: receives, invokes, and deletes what the response does not
 * name.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">Handling errors for an
 *     SQS event source</a>
 */
public final class QueueTrigger {
    private static final int BATCH = 10;

    private final Cloud cloud;
    private final SimulatedQueue queue;
    private final SimulatedLambda function;
    private final int concurrency;
    private int running;

    public QueueTrigger(Cloud cloud, SimulatedQueue queue, SimulatedLambda function, int concurrency) {
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
            running++;
            cloud.time.start("trigger", () -> deliver(batch));
        }
    }

    private void deliver(List<SimulatedQueue.Message> batch) {
        try {
            SimulatedLambda.Result result = function.invoke(event(batch));
            if (result.isError()) {
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
