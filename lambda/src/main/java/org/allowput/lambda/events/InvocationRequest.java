package org.allowput.lambda.events;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.allowput.lambda.events.Delivery.QueueMessage;

/** One invocation: what it delivers, and how the results are answered. */
public sealed interface InvocationRequest permits QueueRequest, DirectRequest, BatchJobRequest, SourceLookRequest {
    /** In the order of the request; at least one, unless it asks for a look at the source bucket. */
    List<Delivery> deliveries();

    /** The queue's messages, one for each delivery in the same order; none if it is not a queue that delivers. */
    default List<QueueMessage> messages() {
        return List.of();
    }

    /**
     * Answers in the sender's format: failed message ids to SQS, a result per task to S3 Batch Operations, and to a
     * direct invocation {@code null}, or an exception that makes Lambda deliver all of it again.
     *
     * @param results one for each delivery, in the same order
     * @throws ReplicationFailedException if something failed that can be reported in no other way; nothing is written
     *     then
     * @throws IllegalArgumentException if there is not one result for each delivery
     */
    void answer(List<DeliveryResult> results, OutputStream out) throws IOException;
}
