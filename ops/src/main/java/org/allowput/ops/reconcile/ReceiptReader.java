package org.allowput.ops.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.allowput.lambda.receipt.Receipts;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Reads receipts, many objects at a time and each as a stream.
 *
 * @param s3 may have as many connections as objects are read at a time
 * @param concurrency how many objects are read at a time
 */
record ReceiptReader(S3Client s3, String bucket, int concurrency) {
    /**
     * Adds all that were written since a time.
     *
     * @return when the oldest of them was written, if there is one
     */
    Optional<Instant> read(Instant since, Copies to) {
        var free = new Semaphore(concurrency);
        Optional<Instant> oldest = Optional.empty();
        var reading = new ConcurrentLinkedQueue<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (S3Object object : s3.listObjectsV2Paginator(request ->
                            request.bucket(bucket).prefix(Receipts.PREFIX).startAfter(Receipts.startingAt(since)))
                    .contents()) {
                if (oldest.isEmpty()) {
                    oldest = Optional.of(Receipts.time(object.key()));
                }
                free.acquire();
                reading.add(threads.submit(() -> {
                    try {
                        read(object.key(), to);
                    } finally {
                        free.release();
                    }
                }));
                while (!reading.isEmpty() && reading.element().isDone()) {
                    reading.remove().get();
                }
            }
            for (Future<?> last : reading) {
                last.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while receipts were read", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e.getCause());
        }
        return oldest;
    }

    private void read(String key, Copies to) {
        try (var content = s3.getObject(request -> request.bucket(bucket).key(key))) {
            Receipts.read(content, to::add);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "s3://" + bucket + "/" + key + " is not as receipts are: " + e.getMessage(), e);
        }
    }
}
