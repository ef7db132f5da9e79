package org.allowput.ops.records;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.Receipts;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Reads receipts, many objects at a time.
 *
 * @param s3 may have as many connections as objects are read at a time
 * @param parent how the keys of receipts begin in that bucket
 */
public record ReceiptReader(S3Client s3, String bucket, String parent, int concurrency) {
    /**
     * In bytes, of an object that is read: 10,000 receipts, as many as SQS hands a function messages, have less, even
     * if their keys are as long as S3 allows. Account B can put larger objects into account A's bucket.
     */
    private static final long LARGEST = 32 << 20;

    /**
     * What was read.
     *
     * @param oldest when the oldest receipt was written, if there is one
     * @param unreadable the objects that are not receipts, each with the reason
     */
    public record Found(Optional<Instant> oldest, List<String> unreadable) {}

    /**
     * Reads receipts that were written since a time. Receipts may arrive on several threads.
     *
     * @param which of the objects are read, by their keys: of each prefix in the order of time
     */
    public Found read(Instant since, UnaryOperator<Stream<String>> which, Consumer<Receipt> to, Progress progress) {
        Optional<Instant> oldest = Optional.empty();
        Queue<String> unreadable = new ConcurrentLinkedQueue<>();
        for (String prefix : Receipts.prefixes(parent)) {
            AtomicReference<@Nullable Instant> first = new AtomicReference<>();
            Iterator<String> keys = which.apply(list(prefix, since, unreadable::add))
                    .peek(key -> time(key).ifPresent(written -> first.compareAndSet(null, written)))
                    .iterator();
            ManyAtATime.forEach(keys, concurrency, key -> {
                read(key, to).ifPresent(unreadable::add);
                progress.count();
            });
            oldest = Stream.concat(oldest.stream(), Stream.ofNullable(first.get()))
                    .min(Comparator.naturalOrder());
        }
        return new Found(oldest, List.copyOf(unreadable));
    }

    private Stream<String> list(String prefix, Instant since, Consumer<String> tooLarge) {
        return s3
                .listObjectsV2Paginator(request -> request.bucket(bucket)
                        .encodingType(EncodingType.URL)
                        .prefix(prefix)
                        .startAfter(Receipts.startingAt(prefix, since)))
                .contents()
                .stream()
                .filter(object -> {
                    boolean read = object.size() <= LARGEST;
                    if (!read) {
                        tooLarge.accept(
                                name(object.key()) + ": " + object.size() + " bytes, receipts have at most " + LARGEST);
                    }
                    return read;
                })
                .map(S3Object::key);
    }

    private static Optional<Instant> time(String key) {
        try {
            return Optional.of(Receipts.time(key));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Reads one object as a whole, as it is small: what fails then is its content, and not the connection. */
    private Optional<String> read(String key, Consumer<Receipt> to) {
        byte[] content =
                s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asByteArrayUnsafe();
        try {
            Receipts.read(new ByteArrayInputStream(content), to);
            return Optional.empty();
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.of(name(key) + ": " + e.getMessage());
        }
    }

    private String name(String key) {
        return "s3://" + bucket + "/" + key;
    }
}
