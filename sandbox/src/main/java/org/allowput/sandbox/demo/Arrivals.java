package org.allowput.sandbox.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * When objects appear under a prefix of a bucket, seen by listing it again and again. A time is at most
 * {@link #resolution} too late; it is never too early.
 */
final class Arrivals {
    private final S3Client s3;
    private final String bucket;
    private final String prefix;
    private final Map<String, Instant> seen = new ConcurrentHashMap<>();
    private Duration longest = Duration.ZERO;

    Arrivals(S3Client s3, String bucket, String prefix) {
        this.s3 = s3;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /**
     * Lists until {@code count} objects are there, or none came for that time; hands on after each listing how many
     * are.
     */
    void await(int count, Duration patience, Consumer<Integer> progress) {
        var deadline = Instant.now().plus(patience);
        while (seen.size() < count && Instant.now().isBefore(deadline)) {
            var before = seen.size();
            var started = Instant.now();
            Map<String, Instant> listed = new HashMap<>();
            s3.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix)).contents().stream()
                    .map(S3Object::key)
                    .forEach(key -> listed.put(key, Instant.now()));
            listed.forEach(seen::putIfAbsent);
            if (seen.size() > before) {
                deadline = Instant.now().plus(patience);
            }
            var took = Duration.between(started, Instant.now());
            longest = took.compareTo(longest) > 0 ? took : longest;
            progress.accept(seen.size());
        }
    }

    Map<String, Instant> seen() {
        return Map.copyOf(seen);
    }

    /** How long the longest listing took. */
    Duration resolution() {
        return longest;
    }
}
