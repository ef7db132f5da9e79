package org.allowput.ops.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.allowput.contract.MessageAttribute;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.StoredEvent;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Two queues: {@code queue}, which keeps what is sent to it, and its dead-letter queue {@code dead}. */
public final class FakeSqs implements SqsClient {
    public static final Map<String, MessageAttributeValue> ATTRIBUTES = Map.of("colour", text("red"));

    /** What the dead-letter queue answers to one request after the other, and to all later ones. */
    public final Deque<List<Message>> answers = new ArrayDeque<>();

    public final List<Message> deadLetters = new ArrayList<>();
    public final List<String> happened = new ArrayList<>();
    public final List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    /** How many messages each request has sent, and made visible again. */
    public final List<Integer> batches = new ArrayList<>();

    public final List<Integer> returned = new ArrayList<>();
    public int waiting;
    /**
     * Whether the queue does not take a message, by its body; and the body of one that the function gives up at once.
     */
    public Predicate<String> unsendable = body -> false;

    public String givenUp = "";
    /** The request that is refused, of those that send; 0 for the first. */
    public int refused = -1;

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}

    /** The bodies of the messages that were sent. */
    public List<String> sent() {
        return entries.stream().map(SendMessageBatchRequestEntry::messageBody).toList();
    }

    /** The messages of one answer, by their bodies. */
    public void deliver(String... bodies) {
        answers.add(Stream.of(bodies).map(body -> message(body, ATTRIBUTES)).toList());
    }

    /** An answer with one message that has such attributes. */
    public void deliver(String body, Map<String, MessageAttributeValue> attributes) {
        answers.add(List.of(message(body, attributes)));
    }

    /** A message whose id is its body, too. */
    private static Message message(String body, Map<String, MessageAttributeValue> attributes) {
        return Message.builder()
                .messageId(body)
                .body(body)
                .receiptHandle(body)
                .messageAttributes(attributes)
                .build();
    }

    /** A message of the dead-letter queue about the creation of an object. */
    public void deadLetter(String id, String key, Instant time, Map<String, MessageAttributeValue> attributes) {
        ChangeEvent event = new ChangeEvent(ChangeEvent.Kind.CREATED, "ObjectCreated:Put", "source", key, time);
        Message message = message(StoredEvent.write(event, "us-east-1"), attributes);
        deadLetters.add(message.toBuilder()
                .messageId(id)
                .attributesWithStrings(Map.of("SentTimestamp", Long.toString(time.toEpochMilli())))
                .build());
    }

    public static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value)
                .build();
    }

    @Override
    public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
        int count = request.queueUrl().equals("dead") ? deadLetters.size() : waiting;
        return GetQueueAttributesResponse.builder()
                .attributes(Map.of(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, Integer.toString(count)))
                .build();
    }

    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
        assertThat(request.queueUrl())
                .as("to receive a message of the queue counts as a delivery")
                .isEqualTo("dead");
        assertThat(request.visibilityTimeout()).isEqualTo(120);
        return ReceiveMessageResponse.builder()
                .messages(Objects.requireNonNullElse(answers.poll(), deadLetters))
                .build();
    }

    @Override
    public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
        assertThat(request.queueUrl()).isEqualTo("queue");
        if (batches.size() == refused) {
            throw SqsException.builder()
                    .statusCode(403)
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .serviceName("Sqs")
                            .errorCode("AccessDenied")
                            .errorMessage("not allowed")
                            .build())
                    .build();
        }
        entries.addAll(request.entries());
        batches.add(request.entries().size());
        return SendMessageBatchResponse.builder()
                .successful(request.entries().stream()
                        .filter(entry -> !unsendable.test(entry.messageBody()))
                        .map(this::take)
                        .toList())
                .build();
    }

    private SendMessageBatchResultEntry take(SendMessageBatchRequestEntry entry) {
        happened.add("sent " + entry.messageBody());
        String id = "sent-" + entry.messageBody();
        if (entry.messageBody().equals(givenUp)) {
            Message givenUpAgain = message(givenUp, Map.of(MessageAttribute.MESSAGE_ID, text(id)));
            answers.add(
                    List.of(givenUpAgain.toBuilder().messageId("given up " + id).build()));
        }
        return SendMessageBatchResultEntry.builder()
                .id(entry.id())
                .messageId(id)
                .build();
    }

    @Override
    public DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest request) {
        assertThat(request.queueUrl()).isEqualTo("dead");
        assertThat(request.entries()).extracting("id").doesNotHaveDuplicates();
        request.entries().forEach(entry -> happened.add("deleted " + entry.receiptHandle()));
        return DeleteMessageBatchResponse.builder().build();
    }

    /** One that is visible already is no error. */
    @Override
    public ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
            ChangeMessageVisibilityBatchRequest request) {
        returned.add(request.entries().size());
        request.entries().forEach(entry -> {
            assertThat(entry.visibilityTimeout()).isZero();
            happened.add("returned " + entry.receiptHandle());
        });
        return ChangeMessageVisibilityBatchResponse.builder()
                .failed(BatchResultErrorEntry.builder()
                        .code("MessageNotInflight")
                        .build())
                .build();
    }
}
