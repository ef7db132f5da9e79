package org.allowput.lambda.retry;

import static org.allowput.lambda.retry.FailedMessageScheduler.OUTSIDE_FROM;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.allowput.emulator.local.Unchecked;
import org.allowput.lambda.events.Delivery.QueueMessage;
import org.allowput.lambda.events.DeliveryResult;
import org.allowput.lambda.events.DeliveryResult.Urgency;
import org.allowput.lambda.events.EventReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** What is sent to SQS for failed messages, and that no answer of SQS fails a message. */
class FailedMessageSchedulerTest {
    private static final DeliveryResult DONE = new DeliveryResult.Done("copied");
    private static final DeliveryResult RETRY = new DeliveryResult.Retry("not now", Urgency.NORMAL);
    private static final DeliveryResult FAILED = new DeliveryResult.Failed("never");

    private static final int MAX_DELIVERIES = 7;
    private static final Instant SENT = Instant.ofEpochMilli(1_770_000_000_123L);

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
        assertThat(settle(DONE, RETRY, DONE, new DeliveryResult.Retry("changed", Urgency.IMMEDIATE)))
                .containsExactly(DONE, RETRY, DONE, new DeliveryResult.Retry("changed", Urgency.IMMEDIATE));

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
        settle(Collections.nCopies(23, RETRY).toArray(DeliveryResult[]::new));

        assertThat(sqs.changed).extracting(request -> request.entries().size()).containsExactly(10, 10, 3);
    }

    @Test
    void aMessageThatCanNeverBeCopiedIsInTheDeadLetterQueueBeforeItIsAcknowledged() {
        assertThat(settle(FAILED, DONE))
                .containsExactly(new DeliveryResult.Done("sent to the dead-letter queue: never"), DONE);

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

    @Test
    void fromItsThirdDeliveryOnAMessageWaitsOutsideAndCarriesItsCountAndItsAge() {
        assertThat(settle(3, RETRY, DONE))
                .containsExactly(new DeliveryResult.Done("sent to the queue again, with a delay"), DONE);

        assertThat(sqs.changed).isEmpty();
        assertThat(sqs.again).singleElement().satisfies(request -> {
            assertThat(request.queueUrl()).isEqualTo("queue");
            assertThat(request.entries()).singleElement().satisfies(entry -> {
                assertThat(entry.messageBody()).isEqualTo("body-0");
                assertThat(entry.delaySeconds()).isBetween(60, 100);
            });
        });
        QueueMessage next = sqs.received(request -> request.entries().getFirst());
        assertThat(next.deliveries())
                .as("with its first delivery as a new message")
                .isEqualTo(4);
        assertThat(next.sent()).isEqualTo(SENT);
        assertThat(next.body()).isEqualTo("body-0");
    }

    @Test
    void noDelayIsLongerThanSqsPermits() {
        for (int deliveries = 3; deliveries < MAX_DELIVERIES; deliveries++) {
            settle(deliveries, new DeliveryResult.Retry("throttled", Urgency.LOW));
        }

        assertThat(sqs.again)
                .flatExtracting(SendMessageBatchRequest::entries)
                .hasSize(MAX_DELIVERIES - 3)
                .allSatisfy(entry -> assertThat(entry.delaySeconds()).isBetween(1, 900));
    }

    @Test
    void aMessageThatCannotBeSentAgainWaitsInFlight() {
        sqs.refuseAgain = 400;

        assertThat(settle(3, RETRY, RETRY)).containsExactly(RETRY, RETRY);

        assertThat(sqs.changed)
                .singleElement()
                .satisfies(request -> assertThat(request.entries()).hasSize(2));
        assertThat(notScheduled).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 500, 503})
    void aMessageThatSqsRefusedIsSentAgainAfterItsNextDelivery(int status) {
        sqs.refuseAgain = status;
        for (int received = 1; received < MAX_DELIVERIES; received++) {
            settle(List.of(message(0, 0, received)), RETRY);
        }

        assertThat(sqs.again).hasSize(MAX_DELIVERIES - OUTSIDE_FROM);
        assertThat(sqs.delays()).allMatch(seconds -> seconds <= 375);
    }

    /** SQS may have taken it: it returns only after an invocation by the new message would be over. */
    @Test
    void aMessageOfWhichNoAnswerArrivesWaitsUntilTheNewOneWouldHaveDeletedItAndIsThenSentAgain() {
        sqs.refuseAgain = 0;

        assertThat(settle(List.of(message(0, 0, 3)), RETRY)).containsExactly(RETRY);
        assertThat(sqs.delays())
                .singleElement()
                .satisfies(seconds -> assertThat(seconds).isBetween(60 + 900, 100 + 900));

        settle(List.of(message(0, 0, 4)), RETRY);
        assertThat(sqs.again).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("results")
    void theMessageThatWasSentAgainDeletesTheOneWhosePlaceItTook(DeliveryResult result) {
        sqs.refuseAgain = 0;
        settle(List.of(message(0, 0, 3)), RETRY);
        QueueMessage next = sqs.received(request -> request.entries().getFirst());

        sqs.refuseAgain = null;
        settle(List.of(message(7, 0, 1), next), DONE, result);

        assertThat(sqs.deleted).singleElement().satisfies(request -> {
            assertThat(request.queueUrl()).isEqualTo("queue");
            assertThat(request.entries())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.receiptHandle()).isEqualTo("handle-0"));
        });
    }

    static List<DeliveryResult> results() {
        return List.of(DONE, RETRY, FAILED);
    }

    /** Otherwise both would be sent again, and each of those. */
    @Test
    void aMessageIsNotSentAgainWhileTheOneWhosePlaceItTookMayBeThere() {
        QueueMessage next = new QueueMessage("id", "body", "handle", "old-handle", 3, 1, SENT);
        sqs.failedDeletion = BatchResultErrorEntry.builder()
                .id("0")
                .code("InternalError")
                .senderFault(false)
                .build();
        settle(List.of(next), RETRY);
        sqs.refusal = "no answer";
        settle(List.of(next), RETRY);
        assertThat(sqs.again).isEmpty();
        assertThat(sqs.changed).hasSize(2);

        sqs.refusal = "";
        sqs.failedDeletion = BatchResultErrorEntry.builder()
                .id("0")
                .code("ReceiptHandleIsInvalid")
                .senderFault(true)
                .build();
        settle(List.of(next), RETRY);
        assertThat(sqs.again).as("of a handle that SQS does not know").hasSize(1);
    }

    @Test
    void tenMessagesAtMostAreDeletedInOneRequestAndNoneWithoutTimeToRespond() {
        List<QueueMessage> messages = IntStream.range(0, 23)
                .mapToObj(i -> new QueueMessage("id-" + i, "body", "handle-" + i, "old-" + i, 3, 1, SENT))
                .toList();
        DeliveryResult[] results = Collections.nCopies(23, DONE).toArray(DeliveryResult[]::new);
        settle(messages, results);
        assertThat(sqs.deleted).extracting(request -> request.entries().size()).containsExactly(10, 10, 3);

        remaining = Duration.ofMillis(399);
        settle(messages, results);
        assertThat(sqs.deleted).hasSize(3);
    }

    /** SQS answers 200 to a batch of which it has taken only some. */
    @Test
    void aMessageThatIsRefusedWithinABatchWaitsInFlightAlone() {
        sqs.refusedAgain = Set.of("1");

        assertThat(settle(3, RETRY, RETRY, RETRY))
                .satisfiesExactly(
                        sent -> assertThat(sent).isInstanceOf(DeliveryResult.Done.class),
                        refused -> assertThat(refused).isEqualTo(RETRY),
                        sent -> assertThat(sent).isInstanceOf(DeliveryResult.Done.class));

        assertThat(sqs.changed)
                .singleElement()
                .satisfies(request -> assertThat(request.entries())
                        .singleElement()
                        .satisfies(entry -> assertThat(entry.receiptHandle()).isEqualTo("handle-1")));
    }

    @Test
    void aBatchHasTenMessagesAndOneMebibyteAtMost() {
        settle(3, Collections.nCopies(23, RETRY).toArray(DeliveryResult[]::new));
        assertThat(sqs.again).extracting(request -> request.entries().size()).containsExactly(10, 10, 3);

        sqs.again.clear();
        List<QueueMessage> large = IntStream.range(0, 5)
                .mapToObj(i -> new QueueMessage("id-" + i, "x".repeat(400 * 1024), "handle-" + i, "", 0, 3, SENT))
                .toList();
        settle(large, Collections.nCopies(5, RETRY).toArray(DeliveryResult[]::new));
        assertThat(sqs.again).extracting(request -> request.entries().size()).containsExactly(2, 2, 1);
    }

    @Test
    void theLastDeliveryEndsInTheDeadLetterQueueWithItsReason() {
        assertThat(settle(MAX_DELIVERIES, RETRY))
                .containsExactly(
                        new DeliveryResult.Done("sent to the dead-letter queue: delivery 7 of 7 failed: not now"));

        assertThat(sqs.sent).singleElement().satisfies(request -> {
            assertThat(request.queueUrl()).isEqualTo("dead-letters");
            assertThat(request.messageAttributes()).containsOnlyKeys("MessageId", "Reason");
        });
        assertThat(sqs.again).isEmpty();
        assertThat(sqs.changed).isEmpty();
    }

    @Test
    void messagesThatAreDeliveredLateWaitForWhatWasSentAndAreReportedIfSqsRefusesThem() {
        scheduler().deliverLate(List.of("one", "other"), () -> remaining);

        assertThat(sqs.again).singleElement().satisfies(request -> {
            assertThat(request.queueUrl()).isEqualTo("queue");
            assertThat(request.entries())
                    .extracting(SendMessageBatchRequestEntry::messageBody)
                    .containsExactly("one", "other");
            assertThat(request.entries())
                    .allSatisfy(entry -> assertThat(entry.delaySeconds()).isBetween(720, 900));
        });
        scheduler().deliverLate(List.of(), () -> remaining);
        assertThat(sqs.again).hasSize(1);
        assertThat(notScheduled).isEmpty();

        sqs.refuseAgain = 400;
        scheduler().deliverLate(List.of("one"), () -> remaining);
        assertThat(notScheduled).containsExactly("1: events of tasks were not sent to the queue");
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
        assertThat(notScheduled).containsExactly("2: the invocation ran out of time");
    }

    private List<DeliveryResult> settle(DeliveryResult... results) {
        return settle(1, results);
    }

    private List<DeliveryResult> settle(int deliveries, DeliveryResult... results) {
        List<QueueMessage> messages = IntStream.range(0, results.length)
                .mapToObj(i -> message(i, deliveries > 3 ? deliveries - 1 : 0, deliveries > 3 ? 1 : deliveries))
                .toList();
        return settle(messages, results);
    }

    private static QueueMessage message(int number, int earlier, int received) {
        return new QueueMessage("id-" + number, "body-" + number, "handle-" + number, "", earlier, received, SENT);
    }

    private List<DeliveryResult> settle(List<QueueMessage> messages, DeliveryResult... results) {
        return scheduler().settle(messages, List.of(results), () -> remaining);
    }

    private FailedMessageScheduler scheduler() {
        return new FailedMessageScheduler(
                sqs,
                sqs,
                "queue",
                "dead-letters",
                new RetrySchedule(new Random(1), 100),
                MAX_DELIVERIES,
                (reason, count) -> notScheduled.add(count + ": " + reason));
    }

    /** Records requests. */
    private static final class Sqs implements SqsClient {
        private final List<ChangeMessageVisibilityBatchRequest> changed = new ArrayList<>();
        private final List<SendMessageRequest> sent = new ArrayList<>();
        private final List<SendMessageBatchRequest> again = new ArrayList<>();
        private final List<DeleteMessageBatchRequest> deleted = new ArrayList<>();
        private Set<String> refusedAgain = Set.of();
        /** The status of the answer to messages that are sent again: null if they are taken, 0 if none arrives. */
        private @Nullable Integer refuseAgain;

        private @Nullable BatchResultErrorEntry failedDeletion;
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

        @Override
        public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
            again.add(request);
            if (refuseAgain != null) {
                throw refuseAgain == 0
                        ? ApiCallTimeoutException.create(5000)
                        : SqsException.builder().statusCode(refuseAgain).build();
            }
            return SendMessageBatchResponse.builder()
                    .successful(request.entries().stream()
                            .filter(entry -> !refusedAgain.contains(entry.id()))
                            .map(entry -> SendMessageBatchResultEntry.builder()
                                    .id(entry.id())
                                    .build())
                            .toList())
                    .build();
        }

        @Override
        public DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest request) {
            deleted.add(request);
            refuse();
            DeleteMessageBatchResponse.Builder response = DeleteMessageBatchResponse.builder();
            if (failedDeletion != null) {
                response.failed(failedDeletion);
            }
            return response.build();
        }

        /** The visibility timeouts that messages were given. */
        List<Integer> delays() {
            return changed.stream()
                    .flatMap(request -> request.entries().stream())
                    .map(ChangeMessageVisibilityBatchRequestEntry::visibilityTimeout)
                    .toList();
        }

        /** What Lambda delivers of it, read as the function reads it. */
        QueueMessage received(Function<SendMessageBatchRequest, SendMessageBatchRequestEntry> entry) {
            SendMessageBatchRequestEntry message = entry.apply(again.getLast());
            Map<String, Object> attributes = new TreeMap<>();
            message.messageAttributes()
                    .forEach((name, value) -> attributes.put(
                            name, Map.of("stringValue", value.stringValue(), "dataType", value.dataType())));
            Map<String, Object> delivered = Map.of(
                    "messageId",
                    "new",
                    "receiptHandle",
                    "new-handle",
                    "body",
                    message.messageBody(),
                    "attributes",
                    Map.of("ApproximateReceiveCount", "1", "SentTimestamp", "1800000000000"),
                    "messageAttributes",
                    attributes,
                    "eventSource",
                    "aws:sqs");
            return Unchecked.get(() -> {
                byte[] event = JSON.std.asBytes(Map.of("Records", List.of(delivered)));
                return EventReader.read(new ByteArrayInputStream(event))
                        .messages()
                        .getFirst();
            });
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
