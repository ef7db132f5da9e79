package org.allowput.ops.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.allowput.ops.aws.FakeSqs;
import org.junit.jupiter.api.Test;

/** SQS delivers at least once: a message may be received again before its visibility timeout ends. */
class DeadLettersTest {
    private final FakeSqs deliveries = new FakeSqs();

    @Test
    void messagesAreReadUntilNoneIsNewAndAllAreMadeVisibleAgain() {
        deliveries.deliver("a", "b");
        deliveries.deliver("c", "a");
        deliveries.deliver("d");
        deliveries.deliver("d", "b");
        deliveries.deliver("e");

        assertThat(peek(100)).containsExactly("a", "b", "c", "d");
        assertThat(deliveries.happened).containsExactly("returned a", "returned b", "returned c", "returned d");
        assertThat(deliveries.answers).hasSize(1);
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
        assertThat(deliveries.returned).containsExactly(10, 10, 5);
    }

    @Test
    void noMoreMessagesAreReceivedThanAreAskedFor() {
        deliveries.deliver("a", "b");
        deliveries.deliver("c", "d");
        deliveries.deliver("e", "f");

        assertThat(peek(4)).containsExactly("a", "b", "c", "d");
        assertThat(deliveries.answers).hasSize(1);
    }

    @Test
    void aMessageIsDeletedAfterItWasHandledAndOthersAreMadeVisibleAgain() {
        deliveries.deliver("other", "a");
        deliveries.deliver("b", "a", "unhandled");
        deliveries.deliver("other");
        deliveries.deliver("late");

        assertThat(take("a", "b", "unhandled", "late")).isEqualTo(2);
        assertThat(deliveries.happened)
                .containsExactly(
                        "handled a",
                        "deleted a",
                        "deleted a",
                        "handled b",
                        "deleted b",
                        "returned other",
                        "returned unhandled");
        assertThat(deliveries.answers).hasSize(1);
    }

    @Test
    void aMessageThatCouldNotBeHandledIsNotDeleted() {
        deliveries.deliver("other", "a");

        assertThatThrownBy(() -> new DeadLetters(deliveries, "dead").take(message -> true, messages -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(deliveries.happened).containsExactly("returned other", "returned a");
    }

    private List<String> peek(int limit) {
        return new DeadLetters(deliveries, "dead")
                .peek(limit).stream()
                        .map(letter -> letter.message().messageId())
                        .toList();
    }

    private long take(String... ids) {
        return new DeadLetters(deliveries, "dead")
                .take(
                        message -> List.of(ids).contains(message.messageId()),
                        messages -> messages.stream()
                                .filter(message -> !message.messageId().equals("unhandled"))
                                .peek(message -> deliveries.happened.add("handled " + message.messageId()))
                                .toList());
    }
}
