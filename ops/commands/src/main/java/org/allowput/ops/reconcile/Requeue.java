package org.allowput.ops.reconcile;

import java.util.List;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.compare.Finding;
import org.allowput.ops.queue.CopyRequests;
import org.allowput.ops.queue.DeadLetter;
import org.allowput.ops.queue.DeadLetters;
import org.allowput.ops.queue.QueueDepth;

/** Sends findings to the queue. */
public record Requeue(CopyRequests requests, int perSecond) {
    /** To the queue of a stack. */
    public static Requeue of(DeployedStack stack, int perSecond) {
        return new Requeue(CopyRequests.of(stack), perSecond);
    }

    /** What is in the dead-letter queue of a stack. */
    public static List<DeadLetter> deadLetters(DeployedStack stack) {
        return DeadLetters.of(stack).peek();
    }

    /** What waits in the queue, and may be for the same objects. */
    public QueueDepth depth() {
        return QueueDepth.of(requests.sqs(), requests.queue());
    }

    /**
     * Sends all of them.
     *
     * @return how many the queue took
     */
    public long send(List<Finding> findings) {
        return requests.send(findings.stream().map(Finding::key).toList(), perSecond);
    }
}
