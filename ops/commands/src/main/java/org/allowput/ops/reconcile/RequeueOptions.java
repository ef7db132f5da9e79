package org.allowput.ops.reconcile;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.cli.Confirmation;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.Output;
import org.allowput.ops.queue.QueueDepth;
import org.allowput.ops.reconcile.compare.Finding;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether messages are sent for what was found, and how. */
public final class RequeueOptions {
    @Option(
            names = "--requeue",
            description = "Sends a message to the queue for each finding, so that it is copied. Asks before.")
    private boolean requeue;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many messages are sent per second at most. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--ignore-queue",
            description = "Sends messages although others wait in the queue, which may be for the same objects.")
    private boolean ignoreQueue;

    @Mixin
    private Confirmation confirmation = new Confirmation();

    /**
     * Sends messages, if that is wanted, and prints how many were sent.
     *
     * @throws OperationException if messages wait in the queue, or the confirmation is refused
     */
    void send(List<Finding> findings, DeployedStack stack, Output output) {
        if (!requeue || findings.isEmpty()) {
            return;
        }
        if (rate < 1) {
            throw new OperationException("--rate is " + rate + ": choose a number above 0.");
        }
        Requeue queue = Requeue.of(stack, rate);
        QueueDepth depth = queue.depth();
        if (depth.waiting() > 0 && !ignoreQueue) {
            throw new OperationException(
                    "%s in the queue, and may be for the same objects. Nothing was sent: wait until"
                                    .formatted(messages(depth.waiting(), "wait"))
                            + " the queue is empty, or use --ignore-queue.");
        }
        List<Finding> unsent = Requeue.unsent(findings, stack);
        int inDeadLetters = findings.size() - unsent.size();
        PrintWriter out = output.writer();
        if (inDeadLetters > 0 && !output.isJson()) {
            out.printf(
                    "%d %s in the dead-letter queue: bin/redrive%n",
                    inDeadLetters, inDeadLetters == 1 ? "waits" : "wait");
            out.flush();
        }
        long sent = 0;
        if (!unsent.isEmpty()) {
            confirmation.require("%s would be sent (%d in flight in the queue)"
                    .formatted(messages(unsent.size(), ""), depth.inFlight()));
            sent = queue.send(unsent);
        }
        output.print(
                Map.of("sentToQueue", sent, "inDeadLetterQueue", inDeadLetters),
                "%d of %d sent to the queue%n".formatted(sent, unsent.size()));
    }

    private static String messages(long count, String verb) {
        String inflected = count == 1 && !verb.isEmpty() ? verb + "s" : verb;
        return (count + (count == 1 ? " message " : " messages ") + inflected).strip();
    }
}
