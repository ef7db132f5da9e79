package org.allowput.ops.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.StoredEvent;
import org.allowput.ops.aws.CommandRun;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.FakeSqs;
import org.allowput.ops.cli.OperationException;
import org.junit.jupiter.api.Test;

class CopyRequestsTest {
    private static final Instant NOW = Instant.parse("2026-01-31T10:00:00Z");

    private final FakeSqs sqs = new FakeSqs();
    private final DeployedStack stack = new CommandRun(sqs).stack();

    @Test
    void messagesAreSentInBatchesOfTenAndOnlyThoseThatTheQueueTookAreCounted() {
        sqs.unsendable = body -> body.contains("0\"");

        assertThat(send(IntStream.range(0, 25).mapToObj(number -> "k" + number).toList()))
                .isEqualTo(25 - 3);

        assertThat(sqs.batches).containsExactly(10, 10, 5);
        assertThat(sqs.sent()).hasSize(25).last().asString().contains("\"key\":\"k24\"");
    }

    @Test
    void theLastBatchMayBeFullAndNoneIsEmpty() {
        send(Collections.nCopies(20, "k"));

        assertThat(sqs.batches).containsExactly(10, 10);
    }

    @Test
    void noMoreMessagesAreSentPerSecondThanAllowed() {
        long started = System.nanoTime();

        new CopyRequests(stack, () -> NOW).send(Collections.nCopies(30, "k"), 100);

        assertThat(Duration.ofNanos(System.nanoTime() - started))
                .as("twenty messages come before the last batch")
                .isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    /** Read as the function reads it: of a large object it asks for another attempt. */
    @Test
    void aMessageIsTheEventThatS3WouldHaveSent() {
        send(List.of("a b"));

        assertThat(sqs.sent()).singleElement().asString().contains("\"key\":\"a+b\"");
        assertThat(sqs.sent())
                .extracting(StoredEvent::read)
                .containsExactly(new ChangeEvent(
                        ChangeEvent.Kind.CREATED,
                        "ObjectCreated:Put",
                        "source",
                        "a b",
                        NOW,
                        new ChangeEvent.Attempt("reconcile 2026-01-31T10:00:00Z", 1)));
        assertThat(StoredEvent.read(sqs.sent().getFirst()).attempt().isRequeue())
                .isTrue();
    }

    @Test
    void whereSqsRefusesWhatWasSentBeforeIsSaid() {
        sqs.refused = 1;

        assertThatThrownBy(() -> send(
                        IntStream.range(0, 25).mapToObj(number -> "k" + number).toList()))
                .isInstanceOf(OperationException.class)
                .hasMessage("10 of 25 messages were sent to the queue. Then: AWS refused a request: Sqs answered 403"
                        + " AccessDenied: not allowed");
    }

    private long send(List<String> keys) {
        return new CopyRequests(stack, () -> NOW).send(keys, 10_000);
    }
}
