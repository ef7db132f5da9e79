package org.allowput.ops.queue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** A queue that keeps what is sent to it, and a dead-letter queue. */
public final class RecordingQueue implements SqsClient, FakeClient {
    public final List<String> sent = new ArrayList<>();
    public final List<String> deadLetters = new ArrayList<>();
    public final List<Integer> batches = new ArrayList<>();
    public int waiting;
    public int failedPerBatch;
    public boolean refuses;
    /** Of which sending is refused, after others. */
    public int refusedBatch = -1;

    @Override
    public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
        int count = request.queueUrl().equals("dead") ? deadLetters.size() : waiting;
        return GetQueueAttributesResponse.builder()
                .attributes(Map.of(
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                        Integer.toString(count),
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                        "0"))
                .build();
    }

    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
        if (!request.queueUrl().equals("dead")) {
            throw new AssertionError("a message of the queue was received, which counts as a delivery");
        }
        List<Message> messages = deadLetters.stream()
                .map(body -> Message.builder()
                        .messageId(body)
                        .body(body)
                        .receiptHandle(body)
                        .build())
                .toList();
        return ReceiveMessageResponse.builder().messages(messages).build();
    }

    @Override
    public ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
            ChangeMessageVisibilityBatchRequest request) {
        return ChangeMessageVisibilityBatchResponse.builder().build();
    }

    @Override
    public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
        if (refuses || batches.size() == refusedBatch) {
            throw SqsException.builder()
                    .statusCode(403)
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .serviceName("Sqs")
                            .errorCode("AccessDenied")
                            .errorMessage("not allowed")
                            .build())
                    .build();
        }
        request.entries().stream()
                .map(SendMessageBatchRequestEntry::messageBody)
                .forEach(sent::add);
        batches.add(request.entries().size());
        return SendMessageBatchResponse.builder()
                .failed(Collections.nCopies(
                        failedPerBatch, BatchResultErrorEntry.builder().build()))
                .build();
    }
}
