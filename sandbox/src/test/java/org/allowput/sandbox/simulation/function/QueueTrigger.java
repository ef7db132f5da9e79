package org.allowput.sandbox.simulation.function;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.allowput.sandbox.simulation.aws.Cloud;
import org.allowput.sandbox.simulation.aws.SimulatedQueue;

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
        while (!cloud.time().isOver() && running < concurrency && !function.isBusy()) {
            List<SimulatedQueue.Message> batch = queue.receive(BATCH);
            if (batch.isEmpty()) {
                return;
            }
            running++;
            cloud.time().start("trigger", () -> deliver(batch));
        }
    }

    private void deliver(List<SimulatedQueue.Message> batch) {
        try {
            SimulatedLambda.Result result = function.invoke(event(batch));
            if (result.isError()) {
                cloud.journal().write("trigger", "failed: " + result.error() + ": " + result.message());
            } else {
                Set<String> failed = failed(Objects.requireNonNull(result.response()));
                batch.stream()
                        .filter(message -> !failed.contains(message.id()))
                        .forEach(message -> queue.delete(message.handle()));
            }
        } finally {
            running--;
        }
        poll();
    }

    private static Set<String> failed(byte[] response) {
        Set<String> failed = new HashSet<>();
        try {
            for (Object item :
                    (List<?>) Objects.requireNonNull(JSON.std.mapFrom(response).get("batchItemFailures"))) {
                failed.add(String.valueOf(((Map<?, ?>) item).get("itemIdentifier")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return failed;
    }

    private static byte[] event(List<SimulatedQueue.Message> batch) {
        List<Object> records = new ArrayList<>();
        for (SimulatedQueue.Message message : batch) {
            Map<String, Object> attributes = new LinkedHashMap<>();
            message.attributes().forEach((name, value) -> {
                Map<?, ?> given = (Map<?, ?>) value;
                attributes.put(
                        name,
                        Map.of(
                                "stringValue", String.valueOf(given.get("StringValue")),
                                "dataType", String.valueOf(given.get("DataType"))));
            });
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("messageId", message.id());
            each.put("receiptHandle", message.handle());
            each.put("body", message.body());
            each.put(
                    "attributes",
                    Map.of(
                            "ApproximateReceiveCount", Integer.toString(message.receives()),
                            "SentTimestamp", Long.toString(message.sentMillis())));
            each.put("messageAttributes", attributes);
            each.put("eventSource", "aws:sqs");
            each.put("eventSourceARN", "arn:aws:sqs:us-east-1:222222222222:queue");
            each.put("awsRegion", "us-east-1");
            records.add(each);
        }
        try {
            return JSON.std.asBytes(Map.of("Records", records));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
