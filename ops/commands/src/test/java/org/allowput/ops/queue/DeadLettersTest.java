package org.allowput.ops.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.allowput.contract.MessageAttribute;
import org.allowput.ops.aws.FakeSqs;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** SQS delivers at least once: a message may be received again before its visibility timeout ends. */
class DeadLettersTest {
    private final FakeSqs queues = new FakeSqs();

    @Test
    void messagesAreReadUntilNoneIsNewAndAllAreMadeVisibleAgain() {
        queues.deliver("a", "b");
        queues.deliver("c", "a");
        queues.deliver("d");
        queues.deliver("d", "b");
        queues.deliver("e");

        assertThat(peek()).containsExactly("a", "b", "c", "d");
        assertThat(queues.happened).containsExactly("returned a", "returned b", "returned c", "returned d");
        assertThat(queues.answers).hasSize(1);
    }

    /** One by one, the last of many thousands would be later than its own visibility timeout. */
    @Test
    void manyAreMadeVisibleAgainTenAtATimeAndOneThatIsVisibleAlreadyIsNoError() {
        for (int number = 0; number < 25; number += 5) {
            queues.deliver(IntStream.range(number, number + 5)
                    .mapToObj(Integer::toString)
                    .toArray(String[]::new));
        }

        assertThat(peek()).hasSize(25);
        assertThat(queues.returned).containsExactly(10, 10, 5);
    }

    @Test
    void noMoreMessagesAreReceivedThanAreAskedFor() {
        queues.deliver(
                IntStream.range(0, DeadLetters.MOST).mapToObj(Integer::toString).toArray(String[]::new));
        queues.deliver("e", "f");

        assertThat(peek()).hasSize(DeadLetters.MOST).doesNotContain("e");
        assertThat(queues.answers).hasSize(1);
    }

    @Test
    void aMessageIsDeletedAfterItWasHandledAndOthersAreMadeVisibleAgain() {
        queues.deliver("other", "a", "a");
        queues.deliver("b", "a", "unhandled");
        queues.deliver("other");
        queues.deliver("late");

        assertThat(take("a", "b", "unhandled", "late")).isEqualTo(2);
        assertThat(queues.happened)
                .containsExactly(
                        "handled a",
                        "deleted a",
                        "deleted a",
                        "handled b",
                        "deleted b",
                        "deleted a",
                        "returned other",
                        "returned unhandled");
        assertThat(queues.answers).hasSize(1);
    }

    @Test
    void aMessageThatCouldNotBeHandledIsNotDeleted() {
        queues.deliver("other", "a");

        assertThatThrownBy(() -> new DeadLetters(queues, "dead").take(9, message -> true, messages -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(queues.happened).containsExactly("returned other", "returned a");
    }

    @Test
    void eachMessageIsSentWithItsAttributesAndThenDeleted() {
        queues.deliver("one", "two");

        assertThat(move()).isEqualTo(2);
        assertThat(queues.happened).containsExactly("sent one", "sent two", "deleted one", "deleted two");
        assertThat(queues.entries).allMatch(entry -> entry.messageAttributes().equals(FakeSqs.ATTRIBUTES));
    }

    /** Otherwise one that was delivered 99 times before would be a dead letter again at its first failure. */
    @Test
    void aMessageThatWasMovedIsTriedAsOftenAsANewOne() {
        queues.deliver(
                "one",
                Map.of(
                        "colour",
                        FakeSqs.text("red"),
                        MessageAttribute.DELIVERIES,
                        FakeSqs.text("99"),
                        MessageAttribute.FIRST_SENT,
                        FakeSqs.text("1770000000000"),
                        MessageAttribute.REPLACED,
                        FakeSqs.text("a receipt handle"),
                        MessageAttribute.REQUEST_ID,
                        FakeSqs.text("5b1c"),
                        MessageAttribute.ERROR_MESSAGE,
                        FakeSqs.text("Task timed out")));

        assertThat(move()).isEqualTo(1);
        assertThat(queues.entries)
                .singleElement()
                .satisfies(entry -> assertThat(entry.messageAttributes()).isEqualTo(FakeSqs.ATTRIBUTES));
    }

    /** A batch of SQS has at most 1 MiB. */
    @Test
    void messagesThatAreTooLargeForABatchAreSentOneByOne() {
        queues.deliver("x".repeat(150_000), "y".repeat(150_000));

        assertThat(move()).isEqualTo(2);
        assertThat(queues.batches).containsExactly(1, 1);
    }

    @Test
    void aMessageThatTheFunctionGivesUpAgainIsMovedOnce() {
        queues.deliver("malformed", "copied");
        queues.givenUp = "malformed";

        assertThat(move()).isEqualTo(2);
        assertThat(queues.happened.stream().filter("sent malformed"::equals)).hasSize(1);
    }

    @Test
    void aMessageThatTheQueueDidNotTakeStaysInTheDeadLetterQueue() {
        queues.unsendable = "two"::equals;
        queues.deliver("one", "two", "three");

        assertThat(move()).isEqualTo(2);
        assertThat(queues.happened)
                .containsExactly("sent one", "sent three", "deleted one", "deleted three", "returned two");
    }

    @Test
    void whereSendingIsRefusedNoMessageIsDeletedAndAllAreMadeVisibleAgain() {
        queues.refused = 0;
        queues.deliver("one");

        assertThatExceptionOfType(SqsException.class).isThrownBy(this::move);
        assertThat(queues.happened).containsExactly("returned one");
    }

    @Test
    void anEmptyDeadLetterQueueIsSaidToBeEmpty() {
        assertThat(move()).isZero();
    }

    private long move() {
        return new DeadLetters(queues, "dead").move("queue", letter -> true);
    }

    private List<String> peek() {
        return new DeadLetters(queues, "dead")
                .peek().stream().map(DeadLetter::id).toList();
    }

    private long take(String... ids) {
        return new DeadLetters(queues, "dead")
                .take(
                        9,
                        letter -> List.of(ids).contains(letter.id()),
                        messages -> messages.stream()
                                .map(DeadLetter::id)
                                .filter(id -> !id.equals("unhandled"))
                                .peek(id -> queues.happened.add("handled " + id))
                                .toList());
    }
}
