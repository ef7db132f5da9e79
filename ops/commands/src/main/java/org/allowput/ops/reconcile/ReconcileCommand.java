package org.allowput.ops.reconcile;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.cli.ConfirmationPrompt;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.Program;
import org.allowput.ops.compare.ComparisonOptions;
import org.allowput.ops.compare.ReconcileResult;
import org.allowput.ops.compare.Reconciliation;
import org.allowput.ops.queue.CopyRequests;
import org.allowput.ops.queue.DeadLetters;
import org.allowput.ops.queue.QueueDepth;
import org.allowput.ops.records.ReceiptTables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "reconcile",
        description =
                "Compares the source bucket with the receipts of what was copied, and with account A's S3 Inventory,"
                        + " and lists what is missing, stale, lost, waiting or refused. No request goes to the target"
                        + " bucket.",
        exitCodeList = "1:Something is missing, stale, lost or refused, whether a message was sent for it or not.",
        footer = {
            "",
            "It finds what no alarm shows: an event that was never sent, a dead letter that expired, and a copy that A"
                    + " deleted. Receipts need the setting receipts.enabled; those that cannot be read are named."
                    + " Temporary files take some hundred bytes per key.",
            "Output:",
            "  what     key       bytes  last modified         why",
            "  missing  in/a.csv      1  2026-11-28T10:03:05Z  no receipt",
            "  stale    in/b          1  2026-11-28T10:03:05Z  the receipt is of another version",
            "  1204 copied, 1 missing, 1 stale; not judged: 0 that changed just now, ...",
            "Copied: a receipt has the object's entity tag, its time of change, and the current buckets and target key."
                    + " Missing: no receipt does, or A's inventory does not have it. Stale: its receipts are of other"
                    + " versions, or A's inventory has another size, an older copy or another entity tag. Lost: it was"
                    + " gone before it was copied, and no receipt says that it was put; no message repairs that."
                    + " Waiting, refused: it is missing or stale, without source.requiredTag or with another value.",
            "Not judged: it changed within --grace, or before --since or the first receipt that is kept. An object in"
                    + " parts is reported when it is a day old. Copies that receipts name without a source object, and"
                    + " other objects of A's inventory, are only counted. If nothing could be judged, the exit code is"
                    + " 3. Nothing is sent again for dead letters.",
            "Permissions, with cloudformation:DescribeStacks: s3:ListBucket on source and operations"
                    + " buckets, s3:GetObject on receipts and inventory; s3:GetObjectTagging with"
                    + " source.requiredTag; for --requeue sqs:GetQueueAttributes on both queues, sqs:SendMessage"
                    + " on the queue, sqs:ReceiveMessage, sqs:ChangeMessageVisibility on the dead-letter queue.",
            "Examples:",
            "  bin/reconcile",
            "  bin/reconcile --prefix in/2026/ --grace 1h --json",
            "  bin/reconcile --inventory s3://bucket/prefix/manifest.json",
            "  bin/reconcile --requeue"
        })
public class ReconcileCommand extends StackCommand {
    private static final int MAX_ROWS = 100;
    private static final List<String> ALWAYS_COUNTED = List.of("missing", "stale");

    @Option(names = "--prefix", defaultValue = "", description = "Only source keys that begin with this.")
    private String prefix = "";

    @Mixin
    private ComparisonOptions comparison = new ComparisonOptions();

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
        Instant now = Instant.now();
        try (ReconcileResult result = Reconciliation.of(deployed, prefix, comparison.grace(), output.errorWriter())
                .compare(comparison.written(deployed, now), comparison.manifest(deployed), now)) {
            ReceiptTables.warnOfUnreadable(
                    result.database(),
                    output,
                    "objects that changed before %s can therefore seem to be missing or stale");
            print(result);
            requireJudged(result);
            if (requeue && result.repairable() > 0) {
                requeue(result, deployed);
            }
            return (result.isClean() ? ExitStatus.OK : ExitStatus.FINDINGS).code();
        }
    }

    private void print(ReconcileResult result) {
        String columns = output.isJson()
                ? "kind AS what, key, size, eTag, lastModified, reason AS why"
                : "kind AS what, key, size AS bytes, lastModified AS \"last modified\", reason AS why";
        long findings = result.database()
                .query(
                        "SELECT " + columns + " FROM findings ORDER BY findings.key",
                        rows -> output.printRows(rows, MAX_ROWS));
        if (output.isJson()) {
            output.print(result.counts());
            return;
        }
        String kinds = Stream.of("missing", "stale", "lost", "waiting", "refused")
                .filter(kind -> ALWAYS_COUNTED.contains(kind) || result.number(kind) > 0)
                .map(kind -> ", %d %s".formatted(result.number(kind), kind))
                .collect(Collectors.joining());
        PrintWriter out = output.writer();
        out.printf(
                "%s%d copied%s; not judged: %d that changed just now, %d without a receipt that changed before %s,"
                        + " where the receipts begin%s%s%n",
                findings > 0 ? "\n" : "",
                result.number("copied"),
                kinds,
                result.number("tooYoung"),
                result.number("notJudged"),
                result.receiptsSince(),
                count(result.number("withoutSource"), "copied without a source object"),
                count(result.number("onlyInInventory"), "only in A's inventory"));
        out.flush();
    }

    private static String count(long number, String what) {
        return number == 0 ? "" : "; %d %s".formatted(number, what);
    }

    /** @throws OperationException if nothing was said of any object */
    private void requireJudged(ReconcileResult result) {
        if (result.number("copied") + result.findings() > 0) {
            return;
        }
        String why = "all objects changed just now, or before the receipts begin. Wait for the first copies, decrease"
                + " --grace, set --since, or name A's inventory with --inventory.";
        if (result.number("tooYoung") + result.number("notJudged") == 0) {
            why = prefix.isEmpty()
                    ? "the source bucket has no object that the rules select."
                    : "no key that the rules select begins with " + prefix + ". Correct --prefix.";
        } else if (result.database().count("receipts") == 0) {
            why = why.replace("begin. ", "begin. No receipt was read. ");
        }
        throw new OperationException("Nothing was compared: " + why);
    }

    /** @throws OperationException if messages wait in the queue, or the confirmation is refused */
    private void requeue(ReconcileResult result, DeployedStack deployed) {
        QueueDepth depth = QueueDepth.of(deployed, StackOutput.QUEUE_URL);
        if (depth.waiting() > 0 && !ignoreQueue) {
            throw new OperationException("Messages wait in the queue (" + depth.waiting()
                    + "), and may be for the same objects. Nothing was sent: wait until the queue is empty, or use"
                    + " --ignore-queue.");
        }
        List<String> unsent = result.unsent(DeadLetters.of(deployed).peek(), Long.MAX_VALUE);
        long dead = result.inDeadLetterQueue();
        if (dead > 0) {
            output.warn(
                    "Messages of " + dead + " wait in the dead-letter queue: " + Program.command("redrive") + typed());
        }
        long sent = 0;
        if (!unsent.isEmpty()) {
            confirmation.require(
                    "%d messages would be sent (%d in flight in the queue)".formatted(unsent.size(), depth.inFlight()));
            sent = CopyRequests.of(deployed).send(unsent, rate);
        }
        output.print(
                Map.of("sentToQueue", sent, "inDeadLetterQueue", dead),
                "%d of %d sent to the queue%n".formatted(sent, unsent.size()));
    }
}
