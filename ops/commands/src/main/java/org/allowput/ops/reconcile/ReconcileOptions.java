package org.allowput.ops.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.cli.Confirmation;
import org.allowput.ops.cli.DurationConverter;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.Output;
import org.allowput.ops.cli.Program;
import org.allowput.ops.cli.TimeConverter;
import org.allowput.ops.compare.Finding;
import org.allowput.ops.compare.Reconciliation;
import org.allowput.ops.compare.Report;
import org.allowput.ops.queue.QueueDepth;
import org.allowput.ops.records.InventoryFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is compared, and what is done about the difference. */
public final class ReconcileOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

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
            converter = TimeConverter.class,
            description = "Objects that changed since then (1d, 2026-01-31, 2026-01-31T00:00:00Z) have a receipt or are"
                    + " missing. Default: since the first receipt that is kept.")
    private @Nullable Instant since;

    @Option(
            names = "--inventory",
            paramLabel = "MANIFEST",
            description = "The manifest.json of A's S3 Inventory (CSV or Parquet): a path, or s3://bucket/key that"
                    + " account B may read.")
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

    /** Refuses what can be refused before anything is read. @throws ParameterException if the command line is wrong */
    void check() {
        if (rate < 1) {
            throw new ParameterException(command.commandLine(), "--rate is " + rate + ": choose a number above 0.");
        }
        if (requeue) {
            confirmation.requirePossible("--requeue asks before it sends");
        }
    }

    int run(DeployedStack stack, Output output, String typed) {
        Instant now = Instant.now();
        Reconciliation reconciliation = Reconciliation.of(stack, prefix, grace, output.errorWriter());
        try (Report report = reconciliation.compare(
                Reconciliation.written(stack.outputs(), Optional.ofNullable(since), now),
                Optional.ofNullable(inventory)
                        .map(place -> InventoryFiles.at(place, stack.clients().crossRegionS3())),
                now)) {
            ReconcileOutput printed = new ReconcileOutput(report);
            printed.writeUnreadable(output.errorWriter());
            if (output.isJson()) {
                printed.writeJson(output);
            } else {
                printed.write(output.writer());
            }
            output.writer().flush();
            requireJudged(report);
            requeue(report, stack, output, typed);
            return (report.isClean() ? ExitStatus.OK : ExitStatus.FINDINGS).code();
        } catch (IOException | UncheckedIOException e) {
            throw new OperationException("The comparison could not be made: " + e.getMessage(), e);
        }
    }

    /** @throws OperationException if nothing was said of any object */
    private void requireJudged(Report report) {
        if (!report.isEmpty()) {
            return;
        }
        if (report.number("tooYoung") + report.number("notJudged") == 0) {
            throw new OperationException(
                    prefix.isEmpty()
                            ? "Nothing was compared: the source bucket has no object that the rules select."
                            : "Nothing was compared: no key that the rules select begins with " + prefix
                                    + ". Correct --prefix.");
        }
        throw new OperationException("Nothing was compared: all objects changed just now, or before the receipts begin."
                + (report.receipts().receipts() == 0 ? " No receipt was read." : "")
                + " Wait for the first copies, decrease --grace, set --since, or name A's inventory with"
                + " --inventory.");
    }

    /**
     * Sends messages, if that is wanted, and prints how many were sent.
     *
     * @throws OperationException if messages wait in the queue, or the confirmation is refused
     */
    private void requeue(Report report, DeployedStack stack, Output output, String typed) {
        if (!requeue || report.repairable() == 0) {
            return;
        }
        Requeue queue = Requeue.of(stack, rate);
        QueueDepth depth = queue.depth();
        if (depth.waiting() > 0 && !ignoreQueue) {
            String wait = depth.waiting() == 1 ? "1 message waits" : depth.waiting() + " messages wait";
            throw new OperationException(wait + " in the queue, and may be for the same objects. Nothing was sent: wait"
                    + " until the queue is empty, or use --ignore-queue.");
        }
        List<Finding> unsent = new ArrayList<>();
        long inDeadLetters = report.unsent(Requeue.deadLetters(stack), Long.MAX_VALUE, unsent::add);
        if (inDeadLetters > 0 && !output.isJson()) {
            String wait = inDeadLetters == 1 ? "waits" : "wait";
            output.writer()
                    .printf(
                            "%d %s in the dead-letter queue: %s%s%n",
                            inDeadLetters, wait, Program.command("redrive"), typed);
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
