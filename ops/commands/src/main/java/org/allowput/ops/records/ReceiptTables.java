package org.allowput.ops.records;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Gatherers;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.Receipts;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.cli.Output;
import org.allowput.ops.database.Database;
import org.allowput.ops.database.TableWriter;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Fills the tables {@code receipts}, {@code receipt_objects} and {@code parameters}. */
public final class ReceiptTables {
    public static final int READ_AT_A_TIME = 32;

    /**
     * In bytes, of an object that is read: 10,000 receipts, as many as SQS hands a function messages, have less, even
     * if their keys are as long as S3 allows. Account B can put larger objects into account A's bucket.
     */
    private static final long LARGEST = 32 << 20;

    /** In bytes, of a key, and longer than any other field. */
    private static final int LONGEST_FIELD = 1024;

    /** Of what cannot be read: the others are counted. */
    private static final int NAMED = 10;

    private ReceiptTables() {}

    /**
     * Where receipts are.
     *
     * @param s3 may have as many connections as objects are read at a time
     * @param parent how the keys of receipts begin in that bucket
     */
    public record Place(S3Client s3, String bucket, String parent) {}

    /** @param unreadable why it cannot be read, and has no receipts therefore; null if it can */
    private record ReceiptObject(
            String key, List<Receipt> receipts, @Nullable String unreadable) {}

    /**
     * Reads receipts that were written since a time, many objects at a time.
     *
     * @param most objects of each folder, in the order of time
     * @param which of them are loaded: of these, those whose keys are copied by the rules
     * @throws S3Exception if the request itself is refused, as with credentials that have expired
     */
    public static void load(
            Database database, Place place, Instant since, long most, Selection selection, Predicate<Receipt> which) {
        List<String> columns = database.columns("receipts");
        try (TableWriter receipts = database.writer("receipts");
                TableWriter objects = database.writer("receipt_objects")) {
            for (String prefix : Receipts.prefixes(place.parent())) {
                place
                        .s3()
                        .listObjectsV2Paginator(request -> request.bucket(place.bucket())
                                .encodingType(EncodingType.URL)
                                .prefix(prefix)
                                .startAfter(Receipts.startingAt(prefix, since)))
                        .contents()
                        .stream()
                        .limit(most)
                        .gather(Gatherers.mapConcurrent(READ_AT_A_TIME, object -> read(place, object)))
                        .forEach(object -> {
                            objects.row(
                                    "s3://" + place.bucket() + "/" + object.key(),
                                    written(object.key()),
                                    (long) object.receipts().size(),
                                    object.unreadable());
                            object.receipts().stream()
                                    .filter(which)
                                    .forEach(receipt -> selection
                                            .targetKey(receipt.sourceKey())
                                            .ifPresent(key -> receipts.row(row(receipt, key, columns))));
                        });
            }
        }
    }

    /** When an object was written; null if its key does not state it. */
    private static @Nullable Instant written(String key) {
        try {
            return Receipts.time(key);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Object[] row(Receipt receipt, String currentTargetKey, List<String> columns) {
        Map<String, @Nullable Object> fields = receipt.fields();
        fields.put("currentTargetKey", currentTargetKey);
        return columns.stream().map(fields::get).toArray();
    }

    /** Reads one object as a whole, as it is small: none of its receipts count if one of them cannot be read. */
    private static ReceiptObject read(Place place, S3Object object) {
        if (object.size() > LARGEST) {
            return unreadable(object, object.size() + " bytes, receipts have at most " + LARGEST);
        }
        try {
            byte[] content = place.s3()
                    .getObjectAsBytes(request -> request.bucket(place.bucket()).key(object.key()))
                    .asByteArrayUnsafe();
            List<Receipt> receipts = new ArrayList<>();
            Receipts.read(new ByteArrayInputStream(content), receipt -> receipts.add(checked(receipt)));
            return new ReceiptObject(object.key(), receipts, null);
        } catch (S3Exception e) {
            // Of 400 all others would fail as well: expired credentials, for example.
            if (e.statusCode() == 400) {
                throw e;
            }
            String code =
                    e.awsErrorDetails() == null ? "" : " " + e.awsErrorDetails().errorCode();
            return unreadable(object, "S3 answered " + e.statusCode() + code);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return unreadable(object, String.valueOf(e.getMessage()));
        }
    }

    private static ReceiptObject unreadable(S3Object object, String reason) {
        return new ReceiptObject(object.key(), List.of(), reason);
    }

    /** @throws IllegalArgumentException if a field is longer than S3's are: account B can write anything */
    private static Receipt checked(Receipt receipt) {
        for (Object field : receipt.fields().values()) {
            if (field instanceof String text && text.length() > LONGEST_FIELD) {
                throw new IllegalArgumentException("a field of " + text.length() + " characters");
            }
        }
        return receipt;
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
