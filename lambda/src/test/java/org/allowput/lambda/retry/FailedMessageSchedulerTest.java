package org.allowput.lambda.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.allowput.lambda.events.QueueMessage;
import org.allowput.lambda.events.Result;
import org.allowput.lambda.events.Result.Urgency;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** What is sent to SQS for failed messages, and that no answer of SQS fails a message. */
class FailedMessageSchedulerTest {
    private static final Result DONE = new Result.Done("copied");
    private static final Result RETRY = new Result.Retry("not now", Urgency.NORMAL);
    private static final Result FAILED = new Result.Failed("never");

    private final Sqs sqs = new Sqs();
    private final List<String> notScheduled = new ArrayList<>();
    private Duration remaining = Duration.ofMinutes(5);

    @Test
    void nothingIsSentWhereNothingFailed() {
        assertThat(settle(DONE, DONE)).containsExactly(DONE, DONE);

        assertThat(sqs.changed).isEmpty();
        assertThat(sqs.sent).isEmpty();
    }

    @Test
    void theFailedMessagesOfABatchReturnInAnotherTimeThanTheQueuesAndStayFailed() {
        assertThat(settle(DONE, RETRY, DONE, new Result.Retry("changed", Urgency.IMMEDIATE)))
                .containsExactly(DONE, RETRY, DONE, new Result.Retry("changed", Urgency.IMMEDIATE));

        assertThat(sqs.changed).singleElement().satisfies(request -> {
            assertThat(request.queueUrl()).isEqualTo("queue");
            assertThat(request.entries())
                    .satisfiesExactly(
                            one -> {
                                assertThat(one.receiptHandle()).isEqualTo("handle-1");
                                assertThat(one.visibilityTimeout()).isBetween(4, 7);
                            },
                            other -> {
                                assertThat(other.receiptHandle()).isEqualTo("handle-3");
                                assertThat(other.visibilityTimeout()).isZero();
                            });
        });
    }

    @Test
    void tenMessagesAtMostAreInOneRequest() {
        settle(Collections.nCopies(23, RETRY).toArray(Result[]::new));

        assertThat(sqs.changed).extracting(request -> request.entries().size()).containsExactly(10, 10, 3);
    }

    @Test
    void aMessageThatCanNeverBeCopiedIsInTheDeadLetterQueueBeforeItIsAcknowledged() {
        assertThat(settle(FAILED, DONE)).containsExactly(new Result.Done("sent to the dead-letter queue: never"), DONE);

        assertThat(sqs.sent).singleElement().satisfies(request -> {
            assertThat(request.queueUrl()).isEqualTo("dead-letters");
            assertThat(request.messageBody()).isEqualTo("body-0");
            assertThat(request.messageAttributes())
                    .containsOnlyKeys("MessageId", "Reason")
                    .hasEntrySatisfying(
                            "MessageId", id -> assertThat(id.stringValue()).isEqualTo("id-0"))
                    .hasEntrySatisfying(
                            "Reason", why -> assertThat(why.stringValue()).isEqualTo("never"));
        });
        assertThat(sqs.changed).isEmpty();
        assertThat(notScheduled).isEmpty();
    }

    @Test
    void aMessageThatTheDeadLetterQueueRefusesStaysFailedAndIsRetried() {
        sqs.refusal = "no";

        assertThat(settle(FAILED, DONE)).containsExactly(FAILED, DONE);

        assertThat(sqs.changed)
                .singleElement()
                .satisfies(request -> assertThat(request.entries()).hasSize(1));
        assertThat(notScheduled).containsExactly("1: not sent to the dead-letter queue: no", "1: no");
    }

    @Test
    void aCallThatFailsIsReportedAndFailsNoMessage() {
        sqs.refusal = "denied";

        assertThat(settle(DONE, RETRY, RETRY)).containsExactly(DONE, RETRY, RETRY);

        assertThat(notScheduled).containsExactly("2: denied");
    }

    /** SQS answers 200 to a batch of which only some succeeded. */
    @Test
    void anEntryThatFailsInASuccessfulCallIsReported() {
        sqs.failedEntry = "ReceiptHandleIsInvalid";

        settle(RETRY, RETRY);

        assertThat(notScheduled).containsExactly("1: SQS answered for these messages: ReceiptHandleIsInvalid");
    }

    @Test
    void thereIsTimeToRespondWhateverSqsDoes() {
        settle(RETRY);
        assertThat(sqs.limit()).isEqualTo(Duration.ofSeconds(5));
        remaining = Duration.ofSeconds(2);
        settle(RETRY);
        assertThat(sqs.limit()).isEqualTo(Duration.ofSeconds(1));

        remaining = Duration.ofMillis(399);
        assertThat(settle(FAILED, RETRY)).containsExactly(FAILED, RETRY);

        assertThat(sqs.changed).hasSize(2);
        assertThat(sqs.sent).isEmpty();
        assertThat(notScheduled).containsExactly("2: the time was over");
    }

    private List<Result> settle(Result... results) {
        List<QueueMessage> messages = IntStream.range(0, results.length)
                .mapToObj(i -> new QueueMessage("id-" + i, "body-" + i, "handle-" + i, 1, null))
                .toList();
        return new FailedMessageScheduler(
                        sqs,
                        "queue",
                        "dead-letters",
                        new RetrySchedule(new Random(1), 100),
                        (count, reason) -> notScheduled.add(count + ": " + reason))
                .settle(messages, List.of(results), () -> remaining);
    }

    /** Records requests. */
    private static final class Sqs implements SqsClient {
        private final List<ChangeMessageVisibilityBatchRequest> changed = new ArrayList<>();
        private final List<SendMessageRequest> sent = new ArrayList<>();
        private String refusal = "";
        private String failedEntry = "";

        Duration limit() {
            return changed.getLast()
                    .overrideConfiguration()
                    .orElseThrow()
                    .apiCallTimeout()
                    .orElseThrow();
        }

        @Override
        public ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
                ChangeMessageVisibilityBatchRequest request) {
            changed.add(request);
            refuse();
            ChangeMessageVisibilityBatchResponse.Builder response = ChangeMessageVisibilityBatchResponse.builder();
            if (!failedEntry.isEmpty()) {
                response.failed(
                        BatchResultErrorEntry.builder().code(failedEntry).build());
            }
            return response.build();
        }

        @Override
        public SendMessageResponse sendMessage(SendMessageRequest request) {
            sent.add(request);
            refuse();
            return SendMessageResponse.builder().build();
        }

        private void refuse() {
            if (!refusal.isEmpty()) {
                throw SqsException.builder().message(refusal).build();
            }
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
