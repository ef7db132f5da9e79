package org.allowput.ops.records;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Gatherers;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.Receipts;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Reads receipts, many objects at a time.
 *
 * @param s3 may have as many connections as objects are read at a time
 * @param parent how the keys of receipts begin in that bucket
 */
public record ReceiptReader(S3Client s3, String bucket, String parent) {
    public static final int READ_AT_A_TIME = 32;

    /**
     * In bytes, of an object that is read: 10,000 receipts, as many as SQS hands a function messages, have less, even
     * if their keys are as long as S3 allows. Account B can put larger objects into account A's bucket.
     */
    private static final long LARGEST = 32 << 20;

    /** In bytes, of a key, and longer than any other field. */
    private static final int LONGEST_FIELD = 1024;

    /**
     * An object of receipts.
     *
     * @param unreadable why it cannot be read, and has none therefore; null if it can
     */
    public record ReceiptObject(
            String key, List<Receipt> receipts, @Nullable String unreadable) {
        /** When it was written; null if its key does not state it. */
        @Nullable
        Instant written() {
            try {
                return Receipts.time(key);
            } catch (DateTimeException e) {
                return null;
            }
        }
    }

    /**
     * Reads receipts that were written since a time, and hands them on in the calling thread.
     *
     * @param most objects of each folder, in the order of time
     * @throws S3Exception if the request itself is refused, as with credentials that have expired
     */
    public void read(Instant since, long most, Consumer<ReceiptObject> to) {
        for (String prefix : Receipts.prefixes(parent)) {
            s3
                    .listObjectsV2Paginator(request -> request.bucket(bucket)
                            .encodingType(EncodingType.URL)
                            .prefix(prefix)
                            .startAfter(Receipts.startingAt(prefix, since)))
                    .contents()
                    .stream()
                    .limit(most)
                    .gather(Gatherers.mapConcurrent(READ_AT_A_TIME, this::read))
                    .forEach(to);
        }
    }

    /** Reads one object as a whole, as it is small: none of its receipts count if one of them cannot be read. */
    private ReceiptObject read(S3Object object) {
        if (object.size() > LARGEST) {
            return unreadable(object, object.size() + " bytes, receipts have at most " + LARGEST);
        }
        try {
            byte[] content = s3.getObjectAsBytes(
                            request -> request.bucket(bucket).key(object.key()))
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
        for (Object field : row(receipt, "")) {
            if (field instanceof String text && text.length() > LONGEST_FIELD) {
                throw new IllegalArgumentException("a field of " + text.length() + " characters");
            }
        }
        return receipt;
    }

    /** Its row in the table of receipts. */
    static @Nullable Object[] row(Receipt receipt, String currentTargetKey) {
        Receipt.Version version = receipt.version();
        StoredChecksum checksum =
                version == null ? null : version.targetChecksum().orElse(null);
        return new @Nullable Object[] {
            receipt.sourceBucket(),
            receipt.sourceKey(),
            receipt.targetBucket(),
            receipt.targetKey(),
            receipt.outcome().name(),
            version == null ? null : version.size(),
            version == null ? null : version.eTag(),
            version == null ? null : version.versionId(),
            version == null ? null : version.lastModified(),
            version == null ? null : version.targetETag(),
            version == null ? null : version.targetVersionId(),
            checksum == null ? null : checksum.algorithm().name(),
            checksum == null ? null : checksum.type(),
            checksum == null ? null : checksum.value(),
            receipt.eventTime(),
            receipt.acknowledged(),
            receipt.requestId(),
            (long) receipt.rule(),
            currentTargetKey
        };
    }
}
