package org.allowput.ops.confirm;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.DeploymentStacks;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.database.Database;
import org.allowput.ops.records.ManifestFiles;
import org.allowput.ops.records.StoredReceipts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.s3.S3Client;

@Command(name = "confirm", exitCodeList = "1:Something differs, is missing, has no receipt or could not be read.")
public class ConfirmCommand extends StackCommand {
    private static final String MANIFEST = "/manifest.json";
    private static final String FINDINGS = """
        SELECT kind AS what, key, versionId, reason AS why FROM confirmation
        WHERE kind IN ('differs', 'missing', 'not-noted', 'not-read') ORDER BY kind, key
        """;

    @Option(
            names = "--receipts",
            required = true,
            paramLabel = "PREFIX",
            description = "How the keys of the receipts begin: receipts.deliverTo, or DeliveriesPrefix.")
    private String receipts = "";

    @Option(
            names = "--report",
            paramLabel = "ADDRESS",
            description = "The manifest.json of the completion report of a Compute checksum job, as s3://bucket/key in"
                    + " a bucket that account B cannot write; again for another job. Without it, the checksums that S3"
                    + " keeps since the PUT are compared.")
    private List<String> reports = List.of();

    @Option(names = "--prefix", defaultValue = "", description = "Only keys that begin with this.")
    private String prefix = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Objects that arrived since then (1d, 2026-01-31, 2026-01-31T00:00:00Z) have a receipt or are"
                    + " listed. Default: since the first receipt.")
    private @Nullable Instant since;

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            defaultValue = "15m",
            description = "Objects that arrived more recently may have no receipt yet: 90s, 15m, 2h, 1d. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Duration grace = Duration.ofMinutes(15);

    public ConfirmCommand() {
        super(DeploymentStacks.TARGET);
    }

    @Override
    protected void check() {
        if (receipts.isEmpty()) {
            throw wrong("--receipts is empty, expected how the keys of the receipts begin");
        }
    }

    @Override
    protected int run(DeployedStack deployed) throws IOException {
        String bucket = deployed.outputs().get(StackOutput.TARGET_BUCKET_NAME);
        S3Client s3 = deployed.clients().patientS3();
        List<ManifestFiles> computed =
                reports.stream().map(report -> report(report, bucket, s3)).toList();
        output.warn("Reads the list of the target bucket and its receipts: minutes for millions of objects.");
        try (Database database = new Database()) {
            DeliveredObjects objects = new DeliveredObjects(s3, bucket, database);
            for (ManifestFiles report : computed) {
                objects.loadReport(report);
            }
            Instant now = Instant.now();
            new StoredReceipts(s3, bucket, receipts)
                    .load(database, since == null ? Instant.EPOCH : since, Long.MAX_VALUE, Optional::of, prefix);
            if (since == null && database.count("receipt_objects WHERE written IS NOT NULL") == 0) {
                throw new OperationException("There is no receipt below s3://" + bucket + "/" + receipts
                        + ": --receipts takes the prefix that account B has set as receipts.deliverTo, with its slash."
                        + " Ask it, or wait for the first copy.");
            }
            objects.loadVersions(prefix, receipts);
            database.execute(
                    "INSERT INTO asked VALUES (NULL, ?, ?, CAST(? AS INTERVAL), ?, NULL)",
                    bucket,
                    now,
                    grace.toMillis() + " milliseconds",
                    since);
            database.materialize("parameters");
            database.materialize("delivered");
            if (reports.isEmpty()) {
                objects.loadChecksums();
            }
            database.materialize("confirmation");
            boolean attention = database.report(
                    output, FINDINGS, database.rows("FROM confirmed").getFirst());
            return (attention ? ExitStatus.FINDINGS : ExitStatus.OK).code();
        }
    }

    /** @throws OperationException if it is no such address, or account B can have written what is there */
    private static ManifestFiles report(String address, String bucket, S3Client s3) {
        if (!address.startsWith("s3://") || !address.endsWith(MANIFEST)) {
            throw new OperationException("--report: seen " + address + ", expected s3://bucket/prefix/job-ID" + MANIFEST
                    + ", which the job wrote.");
        }
        ManifestFiles files = new ManifestFiles(address, s3);
        if (files.bucket().equals(bucket)) {
            throw new OperationException("--report: seen " + address + ", in the bucket that account B can write,"
                    + " expected another bucket: have the job write its report there.");
        }
        return files;
    }
}
