package org.allowput.ops.receipts;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.allowput.lambda.receipt.Receipt;
import org.allowput.lambda.receipt.Receipts;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Reads receipts, many objects at a time.
 *
 * @param s3 may have as many connections as objects are read at a time
 * @param concurrency how many objects are read at a time
 */
public record ReceiptReader(S3Client s3, String bucket, int concurrency) {
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
        Semaphore free = new Semaphore(concurrency);
        Optional<Instant> oldest = Optional.empty();
        ConcurrentLinkedQueue<String> unreadable = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Future<?>> running = new ConcurrentLinkedQueue<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String prefix : Receipts.prefixes()) {
                Optional<Instant> first = Optional.empty();
                Iterator<String> keys = which.apply(list(prefix, since)).iterator();
                while (keys.hasNext()) {
                    String key = keys.next();
                    first = first.or(() -> time(key));
                    free.acquire();
                    running.add(threads.submit(() -> {
                        try {
                            read(key, to).ifPresent(unreadable::add);
                            progress.count();
                        } finally {
                            free.release();
                        }
                    }));
                    while (!running.isEmpty() && running.element().isDone()) {
                        running.remove().get();
                    }
                }
                oldest = Stream.concat(oldest.stream(), first.stream()).min(Comparator.naturalOrder());
            }
            for (Future<?> last : running) {
                last.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while receipts were read", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e.getCause());
        }
        return new Found(oldest, List.copyOf(unreadable));
    }

    private Stream<String> list(String prefix, Instant since) {
        return s3
                .listObjectsV2Paginator(request -> request.bucket(bucket)
                        .encodingType(EncodingType.URL)
                        .prefix(prefix)
                        .startAfter(Receipts.startingAt(prefix, since)))
                .contents()
                .stream()
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
            return Optional.of("s3://" + bucket + "/" + key + ": " + e.getMessage());
        }
    }
}
