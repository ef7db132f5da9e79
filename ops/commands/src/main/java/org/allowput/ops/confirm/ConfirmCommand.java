package org.allowput.ops.confirm;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.allowput.contract.StackOutput;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.receipt.Receipt;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.DeploymentStacks;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.compare.ComparisonReport;
import org.allowput.ops.compare.Counts;
import org.allowput.ops.compare.Database;
import org.allowput.ops.compare.ManifestFiles;
import org.allowput.ops.compare.StoredReceipts;
import org.allowput.ops.compare.Verdict;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

@Command(name = "confirm")
public class ConfirmCommand extends StackCommand {
    private static final String MANIFEST = "/manifest.json";

    private static final String FINDINGS = """
        SELECT kind AS what, key, versionId, reason AS why FROM confirmation
        WHERE kind IN ('differs', 'missing', 'not-noted', 'not-read') ORDER BY kind, key
        """;

    @Option(names = "--receipts", required = true, paramLabel = "PREFIX")
    private String receipts = "";

    @Option(names = "--report", paramLabel = "ADDRESS")
    private List<String> reports = List.of();

    @Option(names = "--prefix", defaultValue = "")
    private String prefix = "";

    @Option(names = "--since", paramLabel = "TIME")
    private @Nullable Instant since;

    @Option(names = "--grace", paramLabel = "TIME", defaultValue = "15m")
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
        for (String report : reports) {
            if (!report.endsWith(MANIFEST)
                    || new ManifestFiles(report, s3).bucket().equals(bucket)) {
                throw new OperationException("--report: seen " + report + ", expected s3://bucket/prefix/job-ID"
                        + MANIFEST + ", which the job wrote, in another bucket than the one that account B can write.");
            }
        }
        output.warn("Reads the list of the target bucket and its receipts: minutes for millions of objects.");
        try (Database database = new Database()) {
            for (String report : reports) {
                new ManifestFiles(report, s3).loadReport(database);
            }
            Instant now = Instant.now();
            new StoredReceipts(s3, bucket, receipts)
                    .loadOfTarget(database, since == null ? Instant.EPOCH : since, key -> key.startsWith(prefix));
            List<String> found = database.texts("FROM receipt_objects WHERE written IS NOT NULL LIMIT 1");
            if (since == null && found.isEmpty()) {
                throw new OperationException("There is no receipt below s3://" + bucket + "/" + receipts
                        + ": --receipts takes the prefix that account B has set as receipts.deliverTo, with its slash."
                        + " Ask it, or wait for the first copy.");
            }
            database.insert(
                    "versions",
                    s3
                            .listObjectVersionsPaginator(request ->
                                    request.bucket(bucket).prefix(prefix).encodingType(EncodingType.URL))
                            .stream()
                            .flatMap(page -> page.versions().stream())
                            .filter(object -> !object.key().startsWith(receipts))
                            .map(object -> Database.row(
                                    object.key(),
                                    object.versionId(),
                                    object.isLatest(),
                                    object.size(),
                                    Receipt.unquoted(object.eTag()),
                                    object.lastModified())));
            database.ask(null, bucket, now, grace.toMillis(), since, null);
            database.materialize("delivered");
            if (reports.isEmpty()) {
                database.insert(
                        "checksums",
                        "SELECT key, versionId, eTag, algorithm FROM delivered WHERE kind = 'compare'",
                        object -> checksum(s3, bucket, object));
            }
            database.materialize("confirmation");
            Counts counts = new Counts(database.rows("FROM confirmed").getFirst());
            return new ComparisonReport(database, output).print(FINDINGS, counts, verdict(counts));
        }
    }

    /** Anything but objects that are equal needs attention. */
    private static Verdict verdict(Counts counts) {
        String since = counts.text("since");
        String sentence = String.format(
                Locale.ROOT,
                "%,d of %,d equal; %,d not-noted; %,d differs; %,d missing; %,d not-read; not judged: %,d that arrived"
                        + " just now, and what arrived before %s",
                counts.sum("equal"),
                counts.sum("noted"),
                counts.sum("not-noted"),
                counts.sum("differs"),
                counts.sum("missing"),
                counts.sum("not-read"),
                counts.sum("tooYoung"),
                since);
        if (counts.sum("noted", "not-noted") == 0) {
            return new Verdict.NothingCompared(
                    sentence,
                    "no object that --prefix selects arrived since " + since
                            + " and not just now, and no receipt is of one. Correct --prefix or --since, or wait.");
        }
        return counts.sum("noted") > counts.sum("equal") || counts.sum("not-noted", "unreadableReceipts") > 0
                ? new Verdict.Disagreed(sentence)
                : new Verdict.Agreed(sentence);
    }

    /**
     * A row of the table {@code checksums}, by what S3 keeps since the PUT of a version.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html">HeadObject</a>
     */
    private static @Nullable Object[] checksum(S3Client s3, String bucket, Map<String, @Nullable Object> object) {
        String key = String.valueOf(object.get("key"));
        String versionId = String.valueOf(object.get("versionId"));
        StoredChecksum.Algorithm algorithm = StoredChecksum.Algorithm.valueOf(String.valueOf(object.get("algorithm")));
        try {
            HeadObjectResponse head = s3.headObject(request -> {
                request.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED);
                if (versionId.equals("null")) {
                    request.ifMatch("\"" + object.get("eTag") + "\"");
                } else {
                    request.versionId(versionId);
                }
            });
            return StoredChecksum.of(head::getValueForField, algorithm)
                    .map(seen ->
                            Database.row(key, versionId, null, algorithm.name(), seen.type(), seen.value(), null, null))
                    .orElseGet(() -> none(key, versionId, "not-read", "S3 keeps no checksum " + algorithm + " of it"));
        } catch (S3Exception e) {
            return switch (e.statusCode()) {
                case 412 -> none(key, versionId, "too-young", "overwritten since the bucket was listed");
                case 404 -> none(key, versionId, "missing", "deleted since the bucket was listed");
                // HEAD has no body that names the error. Of 400 all others would fail as well: expired credentials, for
                // example.
                case 400 -> throw e;
                default ->
                    none(
                            key,
                            versionId,
                            "not-read",
                            "S3 answered " + e.statusCode() + (e.statusCode() == 403 ? " AccessDenied" : "")
                                    + " to HEAD");
            };
        }
    }

    private static @Nullable Object[] none(String key, String versionId, String kind, String reason) {
        return Database.row(key, versionId, null, null, null, null, kind, reason);
    }
}
