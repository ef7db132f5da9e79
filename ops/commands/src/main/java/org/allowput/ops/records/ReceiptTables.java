package org.allowput.ops.records;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.cli.Output;
import org.allowput.ops.database.Database;
import org.allowput.ops.database.TableWriter;
import org.jspecify.annotations.Nullable;

/** Fills the tables {@code receipts}, {@code receipt_objects} and {@code parameters}. */
public final class ReceiptTables {
    /** Of what cannot be read: the others are counted. */
    private static final int NAMED = 10;

    private ReceiptTables() {}

    /**
     * Reads receipts that were written since a time.
     *
     * @param most objects of each folder, in the order of time
     * @param which of them are loaded: of these, those whose keys are copied by the rules
     */
    public static void load(
            Database database,
            ReceiptReader reader,
            Instant since,
            long most,
            Selection selection,
            Predicate<Receipt> which) {
        try (TableWriter receipts = database.writer("receipts");
                TableWriter objects = database.writer("receipt_objects")) {
            reader.read(since, most, object -> {
                objects.row(
                        "s3://" + reader.bucket() + "/" + object.key(),
                        object.written(),
                        (long) object.receipts().size(),
                        object.unreadable());
                object.receipts().stream()
                        .filter(which)
                        .forEach(receipt -> selection
                                .targetKey(receipt.sourceKey())
                                .ifPresent(targetKey -> receipts.row(ReceiptReader.row(receipt, targetKey))));
            });
        }
    }

    /**
     * Fills the table {@code parameters}.
     *
     * @param since from when on each copy has a receipt; null for the first receipt that was loaded
     * @param inventoryCreated null without an inventory
     */
    public static void setParameters(
            Database database,
            @Nullable String sourceBucket,
            String targetBucket,
            Instant started,
            Duration grace,
            @Nullable Instant since,
            @Nullable Instant inventoryCreated) {
        database.execute(
                """
                INSERT INTO parameters SELECT
                    ?, ?, ?, to_microseconds(CAST(? AS BIGINT)),
                    coalesce(CAST(? AS TIMESTAMP), min(written), ?),
                    max(coalesce(written, ?)) FILTER (reason IS NOT NULL),
                    CAST(? AS TIMESTAMP)
                FROM receipt_objects
                """,
                sourceBucket,
                targetBucket,
                started,
                grace.toNanos() / 1000,
                since,
                started,
                started,
                inventoryCreated);
    }

    /**
     * Names the first objects that could not be read, and says for which objects nothing can be said therefore.
     *
     * @param consequence of an object that was written before a time, in the form "objects that changed before %s can
     *     seem to be missing"
     * @return how many could not be read
     */
    public static long warnOfUnreadable(Database database, Output output, String consequence) {
        database.rows("SELECT address, reason FROM receipt_objects WHERE reason IS NOT NULL LIMIT " + NAMED)
                .forEach(each -> output.warn("not read: " + each.get("address") + ": " + each.get("reason")));
        long unreadable = database.count("receipt_objects WHERE reason IS NOT NULL");
        if (unreadable > 0) {
            Object until = database.value("SELECT unreadableUntil FROM parameters");
            output.warn(unreadable + " of the objects of receipts could not be read: " + consequence.formatted(until));
        }
        return unreadable;
    }
}
