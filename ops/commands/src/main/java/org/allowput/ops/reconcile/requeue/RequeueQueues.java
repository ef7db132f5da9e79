package org.allowput.ops.reconcile.requeue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.queue.DeadLetters;
import org.allowput.ops.queue.MessageKeys;
import org.allowput.ops.queue.QueueDepth;
import org.allowput.ops.reconcile.compare.Finding;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The queue that findings are sent to, and the dead-letter queue.
 *
 * @param queue the URL of the queue
 * @param deadLetters the URL of the dead-letter queue
 */
public record RequeueQueues(SqsClient sqs, String queue, String deadLetters) {
    private static final int MAX_DEAD_LETTERS = 10_000;

    public static RequeueQueues of(DeployedStack stack) {
        return new RequeueQueues(
                stack.clients().sqs(),
                stack.outputs().get(StackOutput.QUEUE_URL),
                stack.outputs().get(StackOutput.DEAD_LETTER_QUEUE_URL));
    }

    /** What waits in the queue, and may be for the same objects. */
    public QueueDepth depth() {
        return QueueDepth.of(sqs, queue);
    }

    /** The findings whose objects have no message in the dead-letter queue. */
    public List<Finding> unsent(List<Finding> findings) {
        Set<String> dead = new DeadLetters(sqs, deadLetters)
                .peek(MAX_DEAD_LETTERS).stream()
                        .flatMap(message -> MessageKeys.of(message.body()).stream())
                        .collect(Collectors.toSet());
        return findings.stream()
                .filter(finding -> !dead.contains(finding.key()))
                .toList();
    }
}
