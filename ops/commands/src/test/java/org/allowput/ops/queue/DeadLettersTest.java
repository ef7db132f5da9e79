package org.allowput.ops.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/** SQS delivers at least once: a message may be received again before its visibility timeout ends. */
class DeadLettersTest {
    private final Deliveries deliveries = new Deliveries();

    @Test
    void messagesAreReadUntilNoneIsNewAndAllAreMadeVisibleAgain() {
        deliveries.deliver("a", "b");
        deliveries.deliver("c", "a");
        deliveries.deliver("d");
        deliveries.deliver("d", "b");
        deliveries.deliver("e");

        assertThat(peek(100)).containsExactly("a", "b", "c", "d");
        assertThat(deliveries.happened).containsExactly("returned a", "returned b", "returned c", "returned d");
        assertThat(deliveries.waiting).hasSize(1);
    }

    /** One by one, the last of many thousands would be later than its own visibility timeout. */
    @Test
    void manyAreMadeVisibleAgainTenAtATimeAndOneThatIsVisibleAlreadyIsNoError() {
        for (int number = 0; number < 25; number += 5) {
            deliveries.deliver(IntStream.range(number, number + 5)
                    .mapToObj(Integer::toString)
                    .toArray(String[]::new));
        }

        assertThat(peek(100)).hasSize(25);
        assertThat(deliveries.batches).containsExactly(10, 10, 5);
    }

    @Test
    void noMoreMessagesAreReceivedThanAreAskedFor() {
        deliveries.deliver("a", "b");
        deliveries.deliver("c", "d");
        deliveries.deliver("e", "f");

        assertThat(peek(4)).containsExactly("a", "b", "c", "d");
        assertThat(deliveries.waiting).hasSize(1);
    }

    @Test
    void aMessageIsDeletedAfterItWasHandledAndOthersAreMadeVisibleAgain() {
        deliveries.deliver("other", "a");
        deliveries.deliver("b", "a");
        deliveries.deliver("another");

        assertThat(take("a", "b")).isEqualTo(2);
        assertThat(deliveries.happened)
                .containsExactly("handled a", "deleted a", "handled b", "deleted b", "deleted a", "returned other");
        assertThat(deliveries.waiting).hasSize(1);
    }

    @Test
    void aMessageThatAnotherProgramHasReceivedIsLeft() {
        deliveries.deliver("other");
        deliveries.deliver("a");
        deliveries.deliver("other");
        deliveries.deliver("late");

        assertThat(take("a", "b", "late")).isEqualTo(1);
        assertThat(deliveries.happened).containsExactly("handled a", "deleted a", "returned other");
    }

    @Test
    void aMessageThatCouldNotBeHandledIsNotDeleted() {
        deliveries.deliver("other", "a");

        assertThatThrownBy(() -> new DeadLetters(deliveries, "dead").take(Set.of("a"), message -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(deliveries.happened).containsExactly("returned other");
    }

    private List<String> peek(int limit) {
        return new DeadLetters(deliveries, "dead")
                .peek(limit).stream()
                        .map(letter -> letter.message().messageId())
                        .toList();
    }

    private long take(String... ids) {
        return new DeadLetters(deliveries, "dead")
                .take(Set.of(ids), message -> deliveries.happened.add("handled " + message.messageId()));
    }

    /** What SQS answers to one request after the other; then nothing. */
    private static final class Deliveries implements SqsClient {
        private final Deque<List<String>> waiting = new ArrayDeque<>();
        private final List<String> happened = new ArrayList<>();
        private final List<Integer> batches = new ArrayList<>();

        void deliver(String... ids) {
            waiting.add(List.of(ids));
        }

        @Override
        public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
            assertThat(request.queueUrl()).isEqualTo("dead");
            assertThat(request.visibilityTimeout()).isEqualTo(120);
            return ReceiveMessageResponse.builder()
                    .messages(Objects.requireNonNullElse(waiting.poll(), List.<String>of()).stream()
                            .map(id -> Message.builder()
                                    .messageId(id)
                                    .receiptHandle(id)
                                    .build())
                            .toList())
                    .build();
        }

        @Override
        public DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
            happened.add("deleted " + request.receiptHandle());
            return DeleteMessageResponse.builder().build();
        }

        @Override
        public ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
                ChangeMessageVisibilityBatchRequest request) {
            batches.add(request.entries().size());
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

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
