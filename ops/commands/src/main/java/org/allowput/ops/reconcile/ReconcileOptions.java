package org.allowput.ops.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.cli.DurationConverter;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.Output;
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

    @Mixin
    private RequeueOptions requeue = new RequeueOptions();

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
        requeue.send(report.repairable(), stack, output);
        return (report.isClean() ? ExitStatus.OK : ExitStatus.FINDINGS).code();
    }
}
