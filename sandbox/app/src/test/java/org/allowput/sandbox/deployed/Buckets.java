package org.allowput.sandbox.deployed;

import java.time.Duration;
import java.util.Optional;
import org.allowput.emulator.testing.Eventually;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.acceptance.Deployment;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the target bucket holds, as account A's administrator sees it. */
record Buckets(Deployment deployment) {
    /** On AWS, also after retries. */
    static final Duration TIMEOUT = Duration.ofMinutes(10);

    Buckets(Sandbox sandbox) {
        this(Deployment.of(sandbox));
    }

    HeadObjectResponse arrived(String key) {
        return Eventually.until(TIMEOUT, "the object arrives in A", () -> inTarget(key), Optional::isPresent)
                .orElseThrow();
    }

    Optional<HeadObjectResponse> inTarget(String key) {
        try {
            return Optional.of(deployment
                    .target()
                    .s3()
                    .headObject(
                            request -> request.bucket(deployment.targetBucket()).key(key)));
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
