package org.allowput.ops.records;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.Receipts;
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

    /** What an object of receipts has: these, or none and the reason why it cannot be read. */
    private record Content(String key, List<Receipt> receipts, String reason) {}

    /**
     * Reads receipts that were written since a time, and hands them on in the calling thread.
     *
     * @param which of the objects are read: of each prefix in the order of time
     * @throws S3Exception if the request itself is refused, as with credentials that have expired
     */
    public ReceiptsRead read(
            Instant since, UnaryOperator<Stream<S3Object>> which, Consumer<Receipt> to, Progress progress) {
        ReceiptsRead read = new ReceiptsRead();
        for (String prefix : Receipts.prefixes(parent)) {
            which.apply(list(prefix, since))
                    .gather(Gatherers.mapConcurrent(READ_AT_A_TIME, this::content))
                    .forEach(content -> {
                        progress.count();
                        if (content.reason().isEmpty()) {
                            content.receipts().forEach(to);
                            read.add(time(content.key()), content.receipts().size());
                        } else {
                            read.addUnreadable(
                                    time(content.key()),
                                    "s3://" + bucket + "/" + content.key() + ": " + content.reason());
                        }
                    });
        }
        return read;
    }

    private Stream<S3Object> list(String prefix, Instant since) {
        return s3
                .listObjectsV2Paginator(request -> request.bucket(bucket)
                        .encodingType(EncodingType.URL)
                        .prefix(prefix)
                        .startAfter(Receipts.startingAt(prefix, since)))
                .contents()
                .stream();
    }

    private static Optional<Instant> time(String key) {
        try {
            return Optional.of(Receipts.time(key));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** @throws IllegalArgumentException if a field is longer than S3's are: account B can write anything */
    private static Receipt checked(Receipt receipt) {
        Receipt.Version version = receipt.version();
        Stream.of(
                        receipt.sourceKey(),
                        receipt.targetKey(),
                        version == null ? null : version.eTag(),
                        version == null ? null : version.targetETag(),
                        version == null ? null : version.targetVersionId(),
                        version == null
                                ? null
                                : version.targetChecksum()
                                        .map(StoredChecksum::value)
                                        .orElse(null))
                .filter(text -> text != null && text.length() > LONGEST_FIELD)
                .findFirst()
                .ifPresent(text -> {
                    throw new IllegalArgumentException("a field of " + text.length() + " characters");
                });
        return receipt;
    }

    /** Reads one object as a whole, as it is small: none of its receipts count if one of them cannot be read. */
    private Content content(S3Object object) {
        String key = object.key();
        if (object.size() > LARGEST) {
            return new Content(key, List.of(), object.size() + " bytes, receipts have at most " + LARGEST);
        }
        try {
            byte[] content = s3.getObjectAsBytes(
                            request -> request.bucket(bucket).key(key))
                    .asByteArrayUnsafe();
            List<Receipt> receipts = new ArrayList<>();
            Receipts.read(new ByteArrayInputStream(content), receipt -> receipts.add(checked(receipt)));
            return new Content(key, receipts, "");
        } catch (S3Exception e) {
            // Of 400 all others would fail as well: expired credentials, for example.
            if (e.statusCode() == 400) {
                throw e;
            }
            String code =
                    e.awsErrorDetails() == null ? "" : " " + e.awsErrorDetails().errorCode();
            return new Content(key, List.of(), "S3 answered " + e.statusCode() + code);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return new Content(key, List.of(), String.valueOf(e.getMessage()));
        }
    }
}
