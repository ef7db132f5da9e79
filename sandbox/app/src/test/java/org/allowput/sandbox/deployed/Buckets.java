package org.allowput.sandbox.deployed;

import java.time.Duration;
import java.util.Optional;
import org.allowput.emulator.testing.Eventually;
import org.allowput.sandbox.Sandbox;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the target bucket holds, as account A's administrator sees it. */
record Buckets(Sandbox sandbox) {
    static final Duration TIMEOUT = Duration.ofSeconds(90);

    HeadObjectResponse arrived(String key) {
        return Eventually.until(TIMEOUT, "the object arrives in A", () -> inTarget(key), Optional::isPresent)
                .orElseThrow();
    }

    Optional<HeadObjectResponse> inTarget(String key) {
        try {
            return Optional.of(sandbox.target()
                    .s3()
                    .headObject(
                            request -> request.bucket(sandbox.targetBucket()).key(key)));
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
