package org.allowput.ops.redrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.allowput.ops.cli.OperationException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksRequest;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResponse;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResultEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskRequest;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskResponse;

class RedriveTest {
    private static final Map<String, MessageAttributeValue> ATTRIBUTES = Map.of(
            "colour",
            MessageAttributeValue.builder()
                    .dataType("String")
                    .stringValue("red")
                    .build());

    private final TwoQueues queues = new TwoQueues();

    @Test
    void onAwsATaskOfSqsMovesTheMessagesAndItsCountIsReported() {
        queues.statuses.addAll(List.of("RUNNING", "RUNNING", "COMPLETED"));
        queues.movedByTask = 1234;

        assertThat(redrive()).isEqualTo(1234);
        assertThat(queues.statuses).containsExactly("COMPLETED");
        assertThat(queues.happened).containsExactly("task from arn:dead to arn:queue");
    }

    @Test
    void whatATaskLeavesIsReceivedAndSent() {
        queues.statuses.add("COMPLETED");
        queues.movedByTask = 2;
        queues.dead.add(message("from EventBridge"));

        assertThat(redrive()).isEqualTo(3);
        assertThat(queues.happened).endsWith("sent from EventBridge", "deleted from EventBridge");
    }

    /** Those that the function sent itself have no source, so that SQS may refuse to move them. */
    @Test
    void aTaskThatCannotTellWhereAMessageCameFromLeavesItToBeReceivedAndSent() {
        queues.statuses.add("FAILED");
        queues.failure = "CouldNotDetermineMessageSource";
        queues.movedByTask = 1;
        queues.dead.add(message("sent by the function"));

        assertThat(redrive()).isEqualTo(2);
        assertThat(queues.happened).endsWith("sent sent by the function", "deleted sent by the function");
    }

    @Test
    void aMessageThatTheFunctionGivesUpAgainIsMovedOnce() {
        queues.statuses.add("COMPLETED");
        queues.dead.add(message("malformed"));
        queues.dead.add(message("copied"));
        queues.givenUp = "malformed";

        assertThat(redrive()).isEqualTo(2);
        assertThat(queues.happened.stream().filter("sent malformed"::equals)).hasSize(1);
    }

    @Test
    void theTaskOfSomebodyElseIsNotFollowed() {
        queues.earlier.add(task(1, "COMPLETED", 99));
        queues.statuses.addAll(List.of("RUNNING", "COMPLETED"));
        queues.movedByTask = 4;

        assertThat(redrive()).isEqualTo(4);
        assertThat(queues.statuses).containsExactly("COMPLETED");
    }

    @Test
    void aTaskThatIsNotListedYetIsAwaitedAlthoughAnEarlierOneIs() {
        queues.earlier.add(task(1, "COMPLETED", 99));
        queues.statuses.add("COMPLETED");
        queues.movedByTask = 4;
        queues.listedLate = 2;

        assertThat(redrive()).isEqualTo(4);
    }

    @Test
    void aTaskThatFailsOrIsCancelledEndsTheCommandWithTheReason() {
        queues.statuses.addAll(List.of("RUNNING", "FAILED"));
        queues.movedByTask = 2;
        queues.dead.add(message("left"));
        assertThatExceptionOfType(OperationException.class)
                .isThrownBy(this::redrive)
                .withMessage("SQS ended the task that moves messages: AWS.SimpleQueueService.NonExistentQueue."
                        + " 2 messages were moved. The others are still in the dead-letter queue.");

        queues.statuses.clear();
        queues.statuses.addAll(List.of("CANCELLING", "CANCELLING", "CANCELLED"));
        assertThatExceptionOfType(OperationException.class)
                .isThrownBy(this::redrive)
                .withMessageStartingWith("Somebody cancelled the task that moves messages.");
        assertThat(queues.dead).hasSize(1);
    }

    @Test
    void withoutSuchATaskEachMessageIsSentWithItsAttributesAndThenDeleted() {
        queues.refusal = "InvalidAction";
        queues.dead.addAll(List.of(message("one"), message("two")));

        assertThat(redrive()).isEqualTo(2);
        assertThat(queues.happened).containsExactly("sent one", "deleted one", "sent two", "deleted two");
        assertThat(queues.attributes).containsOnly(ATTRIBUTES);
    }

    @Test
    void aMessageThatCouldNotBeSentStaysInTheDeadLetterQueue() {
        queues.refusal = "InvalidAction";
        queues.unsendable = "two";
        queues.dead.addAll(List.of(message("one"), message("two"), message("three")));

        assertThatExceptionOfType(SqsException.class).isThrownBy(this::redrive);
        assertThat(queues.happened).containsExactly("sent one", "deleted one");
    }

    @Test
    void aRefusedTaskIsNoReasonToDoItOtherwise() {
        queues.refusal = "AccessDenied";
        queues.dead.add(message("one"));

        assertThatExceptionOfType(SqsException.class).isThrownBy(this::redrive);
        assertThat(queues.happened).isEmpty();
    }

    @Test
    void anEmptyDeadLetterQueueIsSaidToBeEmpty() {
        queues.refusal = "InvalidAction";

        assertThat(redrive()).isZero();
    }

    private long redrive() {
        return new Redrive(queues, "dead", "queue", Duration.ZERO).run();
    }

    private static Message message(String body) {
        return Message.builder()
                .body(body)
                .receiptHandle(body)
                .messageAttributes(ATTRIBUTES)
                .build();
    }

    private static ListMessageMoveTasksResultEntry task(long started, String status, long moved) {
        return task(started, status, moved, "AWS.SimpleQueueService.NonExistentQueue");
    }

    private static ListMessageMoveTasksResultEntry task(long started, String status, long moved, String failure) {
        return ListMessageMoveTasksResultEntry.builder()
                .startedTimestamp(started)
                .status(status)
                .failureReason(status.equals("FAILED") ? failure : null)
                .approximateNumberOfMessagesMoved(moved)
                .build();
    }

    private static SqsException refused(String code) {
        return (SqsException) SqsException.builder()
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }

    /** Two queues; a message that was received is not received again. */
    private static final class TwoQueues implements SqsClient {
        private final Deque<String> statuses = new ArrayDeque<>();
        private final Deque<Message> dead = new ArrayDeque<>();
        private final List<String> happened = new ArrayList<>();
        private final List<Map<String, MessageAttributeValue>> attributes = new ArrayList<>();
        private final List<ListMessageMoveTasksResultEntry> earlier = new ArrayList<>();
        private long started;
        private String refusal = "";
        private String failure = "AWS.SimpleQueueService.NonExistentQueue";
        private String unsendable = "";
        private String givenUp = "";
        private long movedByTask;
        private int listedLate;

        @Override
        public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
            return GetQueueAttributesResponse.builder()
                    .attributes(Map.of(QueueAttributeName.QUEUE_ARN, "arn:" + request.queueUrl()))
                    .build();
        }

        @Override
        public StartMessageMoveTaskResponse startMessageMoveTask(StartMessageMoveTaskRequest request) {
            if (!refusal.isEmpty()) {
                throw refused(refusal);
            }
            if (started > 0) {
                earlier.add(task(started, "FAILED", movedByTask));
            }
            started++;
            started += earlier.size();
            happened.add("task from " + request.sourceArn() + " to " + request.destinationArn());
            return StartMessageMoveTaskResponse.builder().build();
        }

        @Override
        public ListMessageMoveTasksResponse listMessageMoveTasks(ListMessageMoveTasksRequest request) {
            List<ListMessageMoveTasksResultEntry> tasks = new ArrayList<>();
            if (started > 0 && listedLate-- <= 0) {
                tasks.add(task(
                        started, statuses.size() > 1 ? statuses.remove() : statuses.element(), movedByTask, failure));
            }
            tasks.addAll(earlier);
            return ListMessageMoveTasksResponse.builder().results(tasks).build();
        }

        @Override
        public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
            assertThat(request.queueUrl()).isEqualTo("dead");
            List<Message> received = List.copyOf(dead);
            dead.clear();
            return ReceiveMessageResponse.builder().messages(received).build();
        }

        @Override
        public SendMessageResponse sendMessage(SendMessageRequest request) {
            assertThat(request.queueUrl()).isEqualTo("queue");
            if (request.messageBody().equals(unsendable)) {
                throw refused("KmsThrottled");
            }
            happened.add("sent " + request.messageBody());
            attributes.add(request.messageAttributes());
            String id = "sent-" + attributes.size();
            if (request.messageBody().equals(givenUp)) {
                dead.add(message(givenUp).toBuilder()
                        .messageAttributes(Map.of(
                                "MessageId",
                                MessageAttributeValue.builder()
                                        .dataType("String")
                                        .stringValue(id)
                                        .build()))
                        .build());
            }
            return SendMessageResponse.builder().messageId(id).build();
        }

        @Override
        public DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
            assertThat(request.queueUrl()).isEqualTo("dead");
            happened.add("deleted " + request.receiptHandle());
            return DeleteMessageResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
