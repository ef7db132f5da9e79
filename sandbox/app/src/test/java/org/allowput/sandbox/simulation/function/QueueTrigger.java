package org.allowput.sandbox.simulation.function;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.MessageAttribute;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.allowput.sandbox.simulation.aws.Cloud;
import org.allowput.sandbox.simulation.aws.SimulatedQueue;

/**
 * What Lambda does for a function that a queue triggers: receives, invokes, and deletes what the response does not
 * name. Events are written and responses read by AWS's own classes.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">Handling errors for an
 *     SQS event source</a>
 */
public final class QueueTrigger {
    private static final int BATCH = 10;

    private static final PojoSerializer<SQSEvent> EVENTS =
            LambdaEventSerializers.serializerFor(SQSEvent.class, QueueTrigger.class.getClassLoader());
    private static final PojoSerializer<SQSBatchResponse> RESPONSES =
            LambdaEventSerializers.serializerFor(SQSBatchResponse.class, QueueTrigger.class.getClassLoader());

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
        return RESPONSES.fromJson(new ByteArrayInputStream(response)).getBatchItemFailures().stream()
                .map(BatchItemFailure::getItemIdentifier)
                .collect(Collectors.toSet());
    }

    private static byte[] event(List<SimulatedQueue.Message> batch) {
        SQSEvent event = new SQSEvent();
        event.setRecords(batch.stream().map(QueueTrigger::message).toList());
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        EVENTS.toJson(event, json);
        return json.toByteArray();
    }

    private static SQSMessage message(SimulatedQueue.Message received) {
        Map<String, MessageAttribute> attributes = new LinkedHashMap<>();
        received.attributes().forEach((name, value) -> {
            Map<?, ?> given = (Map<?, ?>) value;
            MessageAttribute attribute = new MessageAttribute();
            attribute.setStringValue(String.valueOf(given.get("StringValue")));
            attribute.setDataType(String.valueOf(given.get("DataType")));
            attributes.put(name, attribute);
        });
        SQSMessage message = new SQSMessage();
        message.setMessageId(received.id());
        message.setReceiptHandle(received.handle());
        message.setBody(received.body());
        message.setAttributes(Map.of(
                "ApproximateReceiveCount", Integer.toString(received.receives()),
                "SentTimestamp", Long.toString(received.sentMillis())));
        message.setMessageAttributes(attributes);
        message.setEventSource("aws:sqs");
        message.setEventSourceArn("arn:aws:sqs:us-east-1:222222222222:queue");
        message.setAwsRegion("us-east-1");
        return message;
    }
}
