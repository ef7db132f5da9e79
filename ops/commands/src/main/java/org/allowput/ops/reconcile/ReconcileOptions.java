package org.allowput.ops.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.cli.Confirmation;
import org.allowput.ops.cli.DurationConverter;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.Output;
import org.allowput.ops.queue.QueueDepth;
import org.allowput.ops.reconcile.compare.Finding;
import org.allowput.ops.reconcile.compare.Reconciliation;
import org.allowput.ops.reconcile.compare.Report;
import org.allowput.ops.reconcile.inventory.InventoryFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is compared, and what is done about the difference. */
public final class ReconcileOptions {
    @Option(names = "--prefix", defaultValue = "", description = "Only source keys that begin with this.")
    private String prefix = "";

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            defaultValue = "15m",
            converter = DurationConverter.class,
            description = "Objects that changed more recently are not reported: 90s, 15m, 2h, 1d. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Duration grace = Duration.ofMinutes(15);

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Objects that changed since then, such as 2026-01-31T00:00:00Z, have a receipt or are"
                    + " missing. Default: since the first receipt that is kept.")
    private @Nullable Instant since;

    @Option(
            names = "--inventory",
            paramLabel = "MANIFEST",
            description = "The manifest.json of A's S3 Inventory (CSV): a path, or s3://bucket/key that account B"
                    + " may read.")
    private @Nullable String inventory;

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

    public int run(DeployedStack stack, Output output) {
        try {
            return compare(stack, output);
        } catch (IOException | UncheckedIOException e) {
            throw new OperationException("The comparison could not be made: " + e.getMessage(), e);
        }
    }

    private int compare(DeployedStack stack, Output output) throws IOException {
        Report report = Reconciliation.compare(
                stack,
                prefix,
                grace,
                Optional.ofNullable(since),
                Optional.ofNullable(inventory)
                        .map(place -> InventoryFiles.at(place, stack.clients().crossRegionS3())),
                output.errorWriter(),
                Instant.now());
        ReconcileOutput printed = new ReconcileOutput(report);
        printed.writeUnreadable(output.errorWriter());
        if (output.isJson()) {
            output.print(printed.asJson());
        } else {
            printed.write(output.writer());
        }
        output.writer().flush();
        requeue(report.repairable(), stack, output);
        return (report.isClean() ? ExitStatus.OK : ExitStatus.FINDINGS).code();
    }

    /**
     * Sends messages, if that is wanted, and prints how many were sent.
     *
     * @throws OperationException if messages wait in the queue, or the confirmation is refused
     */
    private void requeue(List<Finding> findings, DeployedStack stack, Output output) {
        if (!requeue || findings.isEmpty()) {
            return;
        }
        if (rate < 1) {
            throw new OperationException("--rate is " + rate + ": choose a number above 0.");
        }
        Requeue queue = Requeue.of(stack, rate);
        QueueDepth depth = queue.depth();
        if (depth.waiting() > 0 && !ignoreQueue) {
            String wait = depth.waiting() == 1 ? "1 message waits" : depth.waiting() + " messages wait";
            throw new OperationException(wait + " in the queue, and may be for the same objects. Nothing was sent: wait"
                    + " until the queue is empty, or use --ignore-queue.");
        }
        List<Finding> unsent = Requeue.unsent(findings, stack);
        int inDeadLetters = findings.size() - unsent.size();
        if (inDeadLetters > 0 && !output.isJson()) {
            String wait = inDeadLetters == 1 ? "waits" : "wait";
            output.writer().printf("%d %s in the dead-letter queue: bin/redrive%n", inDeadLetters, wait);
            output.writer().flush();
        }
        long sent = 0;
        if (!unsent.isEmpty()) {
            confirmation.require("%d %s would be sent (%d in flight in the queue)"
                    .formatted(unsent.size(), unsent.size() == 1 ? "message" : "messages", depth.inFlight()));
            sent = queue.send(unsent);
        }
        output.print(
                Map.of("sentToQueue", sent, "inDeadLetterQueue", inDeadLetters),
                "%d of %d sent to the queue%n".formatted(sent, unsent.size()));
    }
}
