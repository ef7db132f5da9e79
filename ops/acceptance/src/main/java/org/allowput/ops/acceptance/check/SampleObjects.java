package org.allowput.ops.acceptance.check;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.allowput.ops.acceptance.deploy.Deployed;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects that are put as account B and looked for as account A. */
public record SampleObjects(Deployed deployed) {
    static final Duration TIMEOUT = Duration.ofMinutes(5);

    S3Client source() {
        return deployed.accounts().source().s3();
    }

    S3Client target() {
        return deployed.accounts().target().s3();
    }

    void put(String key, Consumer<PutObjectRequest.Builder> settings) {
        source().putObject(
                        request -> settings.accept(
                                request.bucket(deployed.sourceBucket()).key(key)),
                        RequestBody.fromString(content(key)));
    }

    void put(String key) {
        put(key, request -> {});
    }

    private static String content(String key) {
        return "acceptance of " + key;
    }

    Optional<HeadObjectResponse> inTarget(String key) {
        try {
            return Optional.of(target().headObject(
                            request -> request.bucket(deployed.targetBucket()).key(key)));
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The copy of an object, as soon as it is there. */
    Optional<HeadObjectResponse> arrived(String key) {
        return arrived(key, TIMEOUT);
    }

    Optional<HeadObjectResponse> arrived(String key, Duration timeout) {
        return deployed.accounts()
                .polling()
                .until(timeout, () -> inTarget(key), Optional::isPresent)
                .orElse(Optional.empty());
    }

    /** Whether copies of all objects that {@link #put} has put arrive, with their bytes. */
    Observation allArrive(List<String> keys) {
        long start = System.nanoTime();
        List<String> missing = keys.stream()
                .filter(key -> arrived(key).isEmpty() || !read(key).equals(content(key)))
                .toList();
        return new Observation(
                missing.isEmpty(),
                missing.isEmpty()
                        ? "all %d, the last after %.1f s".formatted(keys.size(), (System.nanoTime() - start) / 1e9)
                        : "missing or different: " + missing);
    }

    private String read(String key) {
        return target().getObjectAsBytes(
                        request -> request.bucket(deployed.targetBucket()).key(key))
                .asUtf8String();
    }
}
