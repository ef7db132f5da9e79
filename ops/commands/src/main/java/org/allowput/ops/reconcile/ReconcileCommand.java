package org.allowput.ops.reconcile;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.cli.ConfirmationPrompt;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.Operations;
import org.allowput.ops.compare.ComparisonReport;
import org.allowput.ops.compare.Database;
import org.allowput.ops.compare.Reconciliation;
import org.allowput.ops.compare.ReconciliationSummary;
import org.allowput.ops.queue.CopyRequests;
import org.allowput.ops.queue.QueueDepth;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "reconcile")
public class ReconcileCommand extends StackCommand {
    @Option(names = "--prefix", defaultValue = "")
    private String prefix = "";

    @Mixin
    private Reconciliation reconciliation = new Reconciliation(Duration.ZERO, null);

    @Option(names = "--requeue")
    private boolean requeue;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "100")
    private int rate;

    @Option(names = "--ignore-queue")
    private boolean ignoreQueue;

    @Mixin
    private ConfirmationPrompt confirmation = new ConfirmationPrompt();

    @Override
    protected void check() {
        if (rate < 1) {
            throw wrong("--rate is " + rate + ": choose a number above 0.");
        }
        if (requeue) {
            confirmation.requirePossible("--requeue asks before it sends");
        }
    }

    @Override
    protected int run(DeployedStack deployed) throws IOException {
        output.warn("Reads the list of the source bucket and its receipts: minutes for millions of objects.");
        try (Database database = new Database()) {
            ReconciliationSummary summary = reconciliation.compare(deployed, prefix, database, Instant.now());
            String columns = output.isJson()
                    ? "kind AS what, key, size, eTag, lastModified, reason AS why"
                    : "kind AS what, key, size AS bytes, lastModified AS \"last modified\", reason AS why";
            String findings = "SELECT " + columns + " FROM findings ORDER BY findings.key";
            int status = new ComparisonReport(database, output).print(findings, summary.counts(), summary.verdict());
            if (requeue && summary.counts().sum("repairable") > 0) {
                requeue(database, summary.counts().sum("repairable"), deployed);
            }
            return status;
        }
    }

    /** @throws OperationException if messages wait in the queue, or the confirmation is refused */
    private void requeue(Database database, long repairable, DeployedStack deployed) {
        QueueDepth depth = QueueDepth.of(deployed, StackOutput.QUEUE_URL);
        if (depth.waiting() > 0 && !ignoreQueue) {
            throw new OperationException("Messages wait in the queue (" + depth.waiting()
                    + "), and may be for the same objects. Nothing was sent: wait until the queue is empty, or use"
                    + " --ignore-queue.");
        }
        List<String> unsent = Reconciliation.unsent(deployed, database, Long.MAX_VALUE);
        long dead = repairable - unsent.size();
        if (dead > 0) {
            output.warn(
                    "Messages of " + dead + " wait in the dead-letter queue: " + Operations.typed("redrive") + typed());
        }
        if (!unsent.isEmpty()) {
            confirmation.require(
                    "%d messages would be sent (%d in flight in the queue)".formatted(unsent.size(), depth.inFlight()));
        }
        long sent = new CopyRequests(deployed, InstantSource.system()).send(unsent, rate);
        output.print(
                Map.of("sentToQueue", sent, "inDeadLetterQueue", dead),
                "%d of %d sent to the queue%n".formatted(sent, unsent.size()));
    }
}
