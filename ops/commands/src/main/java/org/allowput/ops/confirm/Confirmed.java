package org.allowput.ops.confirm;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.allowput.contract.receipt.Receipt;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.database.Database;
import org.allowput.ops.database.TableWriter;
import org.allowput.ops.records.Progress;
import org.allowput.ops.records.ReceiptReader;
import org.allowput.ops.records.ReceiptTable;
import org.allowput.ops.records.ReceiptsRead;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;

/**
 * What account A's bucket has, compared with the receipts of account B. Receipts are read before the bucket is listed.
 * The rules are those of the queries {@code delivered} and {@code confirmation}.
 */
final class Confirmed implements AutoCloseable {
    /** A finding of a kind that needs attention. */
    private static final String FINDINGS =
            " FROM confirmation WHERE kind IN ('differs', 'missing', 'not-noted', 'not-read')";

    private final Database database = Database.open();
    private final ReceiptsRead receipts;
    private final Map<String, Long> numbers;
    private final Instant begin;

    /**
     * Where receipts and objects are.
     *
     * @param s3 as account A, with as many connections as objects are asked for at a time
     * @param receipts how the keys of receipts begin
     * @param since from when on each object has a receipt; empty for the first receipt
     * @param grace how long after an object its receipt may come
     */
    record Bucket(S3Client s3, String name, String receipts, String prefix, Optional<Instant> since, Duration grace) {}

    /**
     * Compares. To be closed.
     *
     * @param reports of jobs that computed checksums; without one, the checksums that S3 keeps are compared
     * @throws OperationException if there is no receipt, and no time since when there must be some
     * @throws IOException if a report cannot be read
     */
    Confirmed(Bucket bucket, List<CompletionReport> reports, PrintWriter err, Instant now) throws IOException {
        try {
            for (CompletionReport report : reports) {
                report.load(database);
            }
            receipts = loadReceipts(bucket, err);
            begin = bucket.since()
                    .or(receipts::oldest)
                    .orElseThrow(() -> new OperationException("There is no receipt below s3://" + bucket.name() + "/"
                            + bucket.receipts() + ": --receipts takes the prefix that account B has set as"
                            + " receipts.deliverTo, with its slash. Ask it, or wait for the first copy."));
            loadVersions(bucket, err);
            database.update(
                    "INSERT INTO parameters(started, grace, receiptsSince)"
                            + " VALUES (?, to_microseconds(CAST(? AS BIGINT)), ?)",
                    Arrays.asList(Database.value(now), bucket.grace().toNanos() / 1000, Database.value(begin)));
            database.materialize("delivered");
            if (reports.isEmpty()) {
                new StoredChecksums(bucket.s3(), bucket.name(), new Progress(err, "objects compared")).load(database);
            }
            database.materialize("confirmation");
            numbers = database.numbers("SELECT kind, count(*) FROM confirmation GROUP BY kind");
        } catch (IOException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private ReceiptsRead loadReceipts(Bucket bucket, PrintWriter err) {
        try (ReceiptTable table = new ReceiptTable(database)) {
            return new ReceiptReader(bucket.s3(), bucket.name(), bucket.receipts())
                    .read(
                            bucket.since().orElse(Instant.EPOCH),
                            UnaryOperator.identity(),
                            receipt -> {
                                if (receipt.targetBucket().equals(bucket.name())
                                        && receipt.targetKey().startsWith(bucket.prefix())) {
                                    table.add(receipt);
                                }
                            },
                            new Progress(err, "objects of receipts read"));
        }
    }

    private void loadVersions(Bucket bucket, PrintWriter err) {
        Progress listed = new Progress(err, "objects listed");
        try (TableWriter rows = database.writer("versions")) {
            bucket
                    .s3()
                    .listObjectVersionsPaginator(request -> request.bucket(bucket.name())
                            .prefix(bucket.prefix())
                            .encodingType(EncodingType.URL))
                    .stream()
                    .flatMap(page -> page.versions().stream())
                    .filter(object -> !object.key().startsWith(bucket.receipts()))
                    .forEach(object -> {
                        listed.count();
                        rows.row(
                                object.key(),
                                object.versionId(),
                                object.isLatest(),
                                object.size(),
                                Receipt.unquoted(object.eTag()),
                                object.lastModified());
                    });
        }
    }

    ReceiptsRead receipts() {
        return receipts;
    }

    /** From when on each object has a receipt. */
    Instant since() {
        return begin;
    }

    /** How many objects are of a kind of the query {@code confirmation}. */
    long number(String kind) {
        return numbers.getOrDefault(kind, 0L);
    }

    /** Of the objects that receipts say the bucket has. */
    long noted() {
        return number("equal") + number("differs") + number("missing") + number("not-read");
    }

    long findings() {
        return noted() - number("equal") + number("not-noted");
    }

    /** The first findings by kind and key. */
    void first(long most, Consumer<Finding> to) {
        database.forEach(
                "SELECT kind, key, versionId, reason" + FINDINGS + " ORDER BY kind, key LIMIT " + most,
                row -> to.accept(new Finding(row.getString(1), row.getString(2), row.getString(3), row.getString(4))));
    }

    @Override
    public void close() {
        database.close();
    }
}
