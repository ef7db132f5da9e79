package org.allowput.sandbox.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.allowput.emulator.local.Unchecked;

/** The operations of SQS on the simulated queues, in AWS JSON. */
public final class SqsService {
    private final Map<String, SimulatedQueue> queues = new TreeMap<>();

    public void add(SimulatedQueue queue) {
        queues.put(queue.name(), queue);
    }

    ServiceAnswer handle(HttpCall call) {
        Map<String, Object> fields = call.json();
        return switch (call.operation()) {
            case "SendMessage" -> ServiceAnswer.json(200, send(queue(fields), fields));
            case "SendMessageBatch" -> {
                List<Object> sent = new ArrayList<>();
                for (Map<String, Object> entry : entries(fields)) {
                    Map<String, Object> answer = send(queue(fields), entry);
                    answer.put("Id", entry.get("Id"));
                    sent.add(answer);
                }
                yield ServiceAnswer.json(200, Map.of("Successful", sent, "Failed", List.of()));
            }
            case "ReceiveMessage" -> receive(fields);
            case "DeleteMessageBatch" -> {
                List<Object> deleted = new ArrayList<>();
                for (Map<String, Object> entry : entries(fields)) {
                    queue(fields).delete(text(entry, "ReceiptHandle"));
                    deleted.add(Map.of("Id", entry.get("Id")));
                }
                yield ServiceAnswer.json(200, Map.of("Successful", deleted, "Failed", List.of()));
            }
            case "ChangeMessageVisibilityBatch" -> changeBatch(fields);
            case "GetQueueAttributes" -> attributes(queue(fields));
            default -> throw new IllegalArgumentException(call.operation());
        };
    }

    private static ServiceAnswer attributes(SimulatedQueue queue) {
        return ServiceAnswer.json(200, """
            {"Attributes":{"QueueArn":"arn:aws:sqs:us-east-1:222222222222:%s","ApproximateNumberOfMessages":"%d",\
            "ApproximateNumberOfMessagesNotVisible":"%d","ApproximateNumberOfMessagesDelayed":"0"}}\
            """.formatted(queue.name(), queue.waiting(), queue.inFlight()));
    }

    private static Map<String, Object> send(SimulatedQueue queue, Map<String, Object> fields) {
        String body = text(fields, "MessageBody");
        Map<String, Object> attributes = new TreeMap<>();
        if (fields.get("MessageAttributes") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> attributes.put(name.toString(), value));
        }
        SimulatedQueue.Message message = queue.send(body, attributes, seconds(fields, "DelaySeconds"));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("MessageId", message.id);
        answer.put("MD5OfMessageBody", SimulatedObject.md5(body.getBytes(UTF_8)));
        if (!attributes.isEmpty()) {
            answer.put("MD5OfMessageAttributes", digest(attributes));
        }
        return answer;
    }

    /**
     * The SDK compares it.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html">MD5
     *     message digest of attributes</a>
     */
    private static String digest(Map<String, Object> attributes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        Unchecked.run(() -> {
            for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
                Map<?, ?> value = (Map<?, ?>) attribute.getValue();
                write(out, attribute.getKey());
                write(out, String.valueOf(value.get("DataType")));
                out.writeByte(1);
                write(out, String.valueOf(value.get("StringValue")));
            }
        });
        return SimulatedObject.md5(bytes.toByteArray());
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private ServiceAnswer receive(Map<String, Object> fields) {
        SimulatedQueue queue = queue(fields);
        int most = fields.get("MaxNumberOfMessages") instanceof Number number ? number.intValue() : 1;
        List<SimulatedQueue.Message> received = fields.get("VisibilityTimeout") instanceof Number timeout
                ? queue.receive(most, Duration.ofSeconds(timeout.longValue()))
                : queue.receive(most);
        List<Object> messages = new ArrayList<>();
        for (SimulatedQueue.Message message : received) {
            Map<String, Object> delivered = new LinkedHashMap<>();
            delivered.put("MessageId", message.id);
            delivered.put("ReceiptHandle", message.handle());
            delivered.put("Body", message.body);
            delivered.put("MD5OfBody", SimulatedObject.md5(message.body.getBytes(UTF_8)));
            delivered.put("MessageAttributes", message.attributes);
            delivered.put("Attributes", Map.of("SentTimestamp", Long.toString(message.sentMillis)));
            if (!message.attributes.isEmpty()) {
                delivered.put("MD5OfMessageAttributes", digest(message.attributes));
            }
            messages.add(delivered);
        }
        return ServiceAnswer.json(200, Map.of("Messages", messages));
    }

    private ServiceAnswer changeBatch(Map<String, Object> fields) {
        List<Object> changed = new ArrayList<>();
        List<Object> failed = new ArrayList<>();
        for (Map<String, Object> entry : entries(fields)) {
            if (queue(fields).changeVisibility(text(entry, "ReceiptHandle"), seconds(entry, "VisibilityTimeout"))) {
                changed.add(Map.of("Id", entry.get("Id")));
            } else {
                failed.add(Map.of("Id", entry.get("Id"), "Code", "MessageNotInflight", "SenderFault", true));
            }
        }
        return ServiceAnswer.json(200, Map.of("Successful", changed, "Failed", failed));
    }

    private SimulatedQueue queue(Map<String, Object> fields) {
        String url = text(fields, "QueueUrl");
        return Objects.requireNonNull(queues.get(url.substring(url.lastIndexOf('/') + 1)), url);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> entries(Map<String, Object> fields) {
        return (List<Map<String, Object>>) Objects.requireNonNull(fields.get("Entries"));
    }

    private static String text(Map<String, Object> fields, String name) {
        return String.valueOf(fields.get(name));
    }

    private static Duration seconds(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof Number number ? Duration.ofSeconds(number.longValue()) : Duration.ZERO;
    }
}
