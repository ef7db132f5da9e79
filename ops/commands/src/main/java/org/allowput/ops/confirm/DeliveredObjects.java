package org.allowput.ops.confirm;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Gatherers;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.database.Database;
import org.allowput.ops.database.TableWriter;
import org.allowput.ops.records.ReceiptTables;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What account A's bucket has, compared with the receipts of account B by the queries {@code delivered} and
 * {@code confirmation}.
 *
 * @param s3 as account A, with as many connections as objects are asked for at a time
 * @param receipts how the keys of receipts begin
 * @param since from when on each object has a receipt; empty for the first receipt
 * @param grace how long after an object its receipt may come
 */
record DeliveredObjects(
        S3Client s3, String bucket, String receipts, String prefix, Optional<Instant> since, Duration grace) {
    private static final int AT_A_TIME = 48;
    private static final int PRECONDITION_FAILED = 412;
    private static final int NO_LONGER = 404;

    /**
     * Loads all that the query {@code confirmation} needs, receipts before the list of the bucket.
     *
     * @param reports of jobs that computed checksums; without one, the checksums that S3 keeps are compared
     * @throws OperationException if there is no receipt, and no time since when there must be some
     */
    void load(Database database, List<CompletionReport> reports, Instant now) throws IOException {
        for (CompletionReport report : reports) {
            report.load(database);
        }
        ReceiptTables.load(
                database,
                new ReceiptTables.Place(s3, bucket, receipts),
                since.orElse(Instant.EPOCH),
                Long.MAX_VALUE,
                Selection.ALL,
                receipt -> receipt.targetBucket().equals(bucket)
                        && receipt.targetKey().startsWith(prefix));
        if (since.isEmpty() && database.count("receipt_objects WHERE written IS NOT NULL") == 0) {
            throw new OperationException("There is no receipt below s3://" + bucket + "/" + receipts
                    + ": --receipts takes the prefix that account B has set as receipts.deliverTo, with its slash. Ask"
                    + " it, or wait for the first copy.");
        }
        loadVersions(database);
        ReceiptTables.setParameters(database, null, bucket, now, grace, since.orElse(null), null);
        database.materialize("delivered");
        if (reports.isEmpty()) {
            loadChecksums(database);
        }
        database.materialize("confirmation");
    }

    private void loadVersions(Database database) {
        try (TableWriter rows = database.writer("versions")) {
            s3
                    .listObjectVersionsPaginator(
                            request -> request.bucket(bucket).prefix(prefix).encodingType(EncodingType.URL))
                    .stream()
                    .flatMap(page -> page.versions().stream())
                    .filter(object -> !object.key().startsWith(receipts))
                    .forEach(object -> rows.row(
                            object.key(),
                            object.versionId(),
                            object.isLatest(),
                            object.size(),
                            Receipt.unquoted(object.eTag()),
                            object.lastModified()));
        }
    }

    /**
     * Asks for the checksums that S3 keeps since the PUT of what the query {@code delivered} leaves to compare.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html">HeadObject</a>
     */
    private void loadChecksums(Database database) {
        try (TableWriter rows = database.writer("checksums")) {
            database.query("SELECT key, versionId, eTag, algorithm FROM delivered WHERE kind = 'compare'", objects -> {
                objects.gather(Gatherers.mapConcurrent(AT_A_TIME, this::ask)).forEach(rows::row);
                return rows;
            });
        }
    }

    /** A row of the table. */
    private @Nullable Object[] ask(Map<String, @Nullable Object> object) {
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
                    .map(seen -> row(key, versionId, null, algorithm.name(), seen.type(), seen.value(), null, ""))
                    .orElseGet(() -> none(key, versionId, "not-read", "S3 keeps no checksum " + algorithm + " of it"));
        } catch (S3Exception e) {
            return switch (e.statusCode()) {
                case PRECONDITION_FAILED ->
                    none(key, versionId, "too-young", "overwritten since the bucket was listed");
                case NO_LONGER -> none(key, versionId, "missing", "deleted since the bucket was listed");
                default -> throw e;
            };
        }
    }

    private static @Nullable Object[] none(String key, String versionId, String kind, String reason) {
        return row(key, versionId, null, null, null, null, kind, reason);
    }

    private static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }
}
