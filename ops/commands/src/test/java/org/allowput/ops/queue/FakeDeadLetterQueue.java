package org.allowput.ops.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.allowput.contract.MessageAttribute;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** What SQS answers to one request after the other; then nothing. What is sent goes to another queue. */
public final class FakeDeadLetterQueue implements SqsClient, FakeClient {
    public static final Map<String, MessageAttributeValue> ATTRIBUTES = Map.of("colour", text("red"));

    public final Deque<List<Message>> waiting = new ArrayDeque<>();
    public final List<String> happened = new ArrayList<>();
    /** How many messages each request has sent, and made visible again. */
    public final List<Integer> sent = new ArrayList<>();

    public final List<Integer> returned = new ArrayList<>();
    /** The body of a message that the queue does not take, and of one that the function gives up at once. */
    public String unsendable = "";

    public String givenUp = "";
    public boolean refuses;

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value)
                .build();
    }

    /** The messages of one answer, by their bodies, which are their ids, too. */
    public void deliver(String... bodies) {
        waiting.add(Stream.of(bodies)
                .map(body -> Message.builder()
                        .messageId(body)
                        .body(body)
                        .receiptHandle(body)
                        .messageAttributes(ATTRIBUTES)
                        .build())
                .toList());
    }

    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
        assertThat(request.queueUrl()).isEqualTo("dead");
        assertThat(request.visibilityTimeout()).isEqualTo(120);
        List<Message> messages = Objects.requireNonNullElse(waiting.poll(), List.of());
        return ReceiveMessageResponse.builder().messages(messages).build();
    }

    @Override
    public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
        assertThat(request.queueUrl()).isEqualTo("queue");
        if (refuses) {
            throw SqsException.builder().message("denied").build();
        }
        sent.add(request.entries().size());
        List<SendMessageBatchResultEntry> successful = new ArrayList<>();
        for (SendMessageBatchRequestEntry entry : request.entries()) {
            if (!entry.messageBody().equals(unsendable)) {
                assertThat(entry.messageAttributes()).isEqualTo(ATTRIBUTES);
                happened.add("sent " + entry.messageBody());
                String id = "sent-" + entry.messageBody();
                successful.add(SendMessageBatchResultEntry.builder()
                        .id(entry.id())
                        .messageId(id)
                        .build());
                if (entry.messageBody().equals(givenUp)) {
                    waiting.add(List.of(Message.builder()
                            .messageId("given up " + id)
                            .receiptHandle("given up")
                            .body(givenUp)
                            .messageAttributes(Map.of(MessageAttribute.MESSAGE_ID, text(id)))
                            .build()));
                }
            }
        }
        return SendMessageBatchResponse.builder().successful(successful).build();
    }

    @Override
    public DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest request) {
        assertThat(request.queueUrl()).isEqualTo("dead");
        request.entries().forEach(entry -> happened.add("deleted " + entry.receiptHandle()));
        return DeleteMessageBatchResponse.builder().build();
    }

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
