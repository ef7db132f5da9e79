package org.allowput.ops.compare;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.allowput.ops.aws.DeployedStack;
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

    public Optional<Instant> since() {
        return Optional.ofNullable(since);
    }

    public Reconciliation reconciliation(DeployedStack stack, String prefix, boolean exactly) {
        return new Reconciliation(stack, prefix, exactly, grace, since(), Optional.ofNullable(inventory));
    }
}
