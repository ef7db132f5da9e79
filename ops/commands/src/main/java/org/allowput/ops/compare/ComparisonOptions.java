package org.allowput.ops.compare;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.records.ManifestFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the source bucket is compared with, and how. */
public final class ComparisonOptions {
    @Option(
            names = "--grace",
            paramLabel = "TIME",
            defaultValue = "15m",
            description = "How long a copy may take; objects that changed more recently are not reported: 90s, 15m, 2h,"
                    + " 1d. Default: ${DEFAULT-VALUE}.")
    private Duration grace = Duration.ZERO;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Receipts are read from then on (1d, 2026-01-31, 2026-01-31T00:00:00Z); objects that changed"
                    + " since have one or are missing. Default: since the first receipt that is kept.")
    private @Nullable Instant since;

    @Option(
            names = "--inventory",
            paramLabel = "MANIFEST",
            description = "The manifest.json of A's S3 Inventory (CSV or Parquet), as s3://bucket/key that account B"
                    + " may read.")
    private @Nullable String inventory;

    public Duration grace() {
        return grace;
    }

    public Optional<Instant> since() {
        return Optional.ofNullable(since);
    }

    /** Where the receipts of the stack are; empty if it writes none. */
    public Optional<Reconciliation.Written> written(DeployedStack stack, Instant now) {
        return Reconciliation.written(stack.outputs(), since(), now);
    }

    /** The manifest of A's inventory, if A handed it over. */
    public Optional<ManifestFiles> manifest(DeployedStack stack) {
        return Optional.ofNullable(inventory)
                .map(place -> new ManifestFiles(place, stack.clients().crossRegionS3()));
    }
}
