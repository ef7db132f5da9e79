package org.allowput.ops.redrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.allowput.ops.aws.FakeSqs;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.SqsException;

class RedriveTest {
    private final FakeSqs queues = new FakeSqs();

    @Test
    void eachMessageIsSentWithItsAttributesAndThenDeleted() {
        queues.deliver("one", "two");

        assertThat(redrive()).isEqualTo(2);
        assertThat(queues.happened).containsExactly("sent one", "sent two", "deleted one", "deleted two");
        assertThat(queues.entries).allMatch(entry -> entry.messageAttributes().equals(FakeSqs.ATTRIBUTES));
    }

    /** A batch of SQS has at most 1 MiB. */
    @Test
    void messagesThatAreTooLargeForABatchAreSentOneByOne() {
        queues.deliver("x".repeat(150_000), "y".repeat(150_000));

        assertThat(redrive()).isEqualTo(2);
        assertThat(queues.batches).containsExactly(1, 1);
    }

    @Test
    void aMessageThatTheFunctionGivesUpAgainIsMovedOnce() {
        queues.deliver("malformed", "copied");
        queues.givenUp = "malformed";

        assertThat(redrive()).isEqualTo(2);
        assertThat(queues.happened.stream().filter("sent malformed"::equals)).hasSize(1);
    }

    @Test
    void aMessageThatTheQueueDidNotTakeStaysInTheDeadLetterQueue() {
        queues.unsendable = "two"::equals;
        queues.deliver("one", "two", "three");

        assertThat(redrive()).isEqualTo(2);
        assertThat(queues.happened)
                .containsExactly("sent one", "sent three", "deleted one", "deleted three", "returned two");
    }

    @Test
    void whereSendingIsRefusedNoMessageIsDeletedAndAllAreMadeVisibleAgain() {
        queues.refused = 0;
        queues.deliver("one");

        assertThatExceptionOfType(SqsException.class).isThrownBy(this::redrive);
        assertThat(queues.happened).containsExactly("returned one");
    }

    @Test
    void anEmptyDeadLetterQueueIsSaidToBeEmpty() {
        assertThat(redrive()).isZero();
    }

    private long redrive() {
        return new Redrive(queues, "dead", "queue").run();
    }
}
