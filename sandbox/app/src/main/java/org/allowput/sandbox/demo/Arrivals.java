package org.allowput.sandbox.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The times at which objects appear under a prefix of a bucket, found by listing it again and again. A time is at most
 * {@link #resolution} too late; it is never too early.
 */
final class Arrivals {
    private final S3Client s3;
    private final String bucket;
    private final String prefix;
    private final Map<String, Instant> arrived = new ConcurrentHashMap<>();
    private Duration longest = Duration.ZERO;

    Arrivals(S3Client s3, String bucket, String prefix) {
        this.s3 = s3;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /**
     * Lists until {@code count} objects are there, or until nothing has been under way and no object has come for that
     * time.
     *
     * @param inProgress whether objects are still being uploaded or copied; asked after a listing with no new object
     * @param progress is given how many are there after each listing
     */
    void await(int count, Duration idleTimeout, BooleanSupplier inProgress, IntConsumer progress) {
        Instant deadline = Instant.now().plus(idleTimeout);
        boolean waiting = true;
        while (arrived.size() < count && waiting) {
            int before = arrived.size();
            progress.accept(list());
            if (arrived.size() > before || inProgress.getAsBoolean()) {
                deadline = Instant.now().plus(idleTimeout);
            } else {
                waiting = Instant.now().isBefore(deadline);
            }
        }
    }

    private int list() {
        Instant started = Instant.now();
        Map<String, Instant> listed = new HashMap<>();
        for (S3Object object : s3.listObjectsV2Paginator(
                        request -> request.bucket(bucket).prefix(prefix))
                .contents()) {
            listed.put(object.key(), Instant.now());
        }
        listed.forEach(arrived::putIfAbsent);
        Duration took = Duration.between(started, Instant.now());
        longest = took.compareTo(longest) > 0 ? took : longest;
        return arrived.size();
    }

    Map<String, Instant> arrived() {
        return Map.copyOf(arrived);
    }

    /** How long the longest listing took. */
    Duration resolution() {
        return longest;
    }
}
