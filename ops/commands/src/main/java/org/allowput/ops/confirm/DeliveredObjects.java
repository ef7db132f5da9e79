package org.allowput.ops.confirm;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.database.Database;
import org.allowput.ops.database.TableWriter;
import org.allowput.ops.records.ReceiptReader;
import org.allowput.ops.records.ReceiptTables;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;

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
        S3Client s3,
        String bucket,
        String receipts,
        String prefix,
        Optional<Instant> since,
        Duration grace) {
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
                new ReceiptReader(s3, bucket, receipts),
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
            new StoredChecksums(s3, bucket).load(database);
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
}
