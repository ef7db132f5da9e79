package org.allowput.sandbox.deployed;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.S3Bucket;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.acceptance.Deployment;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Both buckets of a deployment, each as its account's administrator sees it. */
public record Buckets(S3Bucket source, S3Bucket target) {
    /** On AWS, also after retries. */
    static final Duration TIMEOUT = Duration.ofMinutes(10);

    public Buckets(Sandbox sandbox) {
        this(Deployment.of(sandbox));
    }

    Buckets(Deployment deployment) {
        this(
                new S3Bucket(deployment.source(), deployment.sourceBucket()),
                new S3Bucket(deployment.target(), deployment.targetBucket()));
    }

    /** While the source bucket's policy denies everybody to read what begins so. */
    public <T> T whileDenied(String prefix, Callable<T> work) throws Exception {
        S3Client s3 = source.s3();
        String before =
                s3.getBucketPolicy(request -> request.bucket(source.name())).policy();
        s3.putBucketPolicy(request -> request.bucket(source.name()).policy("""
            {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*",
              "Action": "s3:GetObject", "Resource": "arn:aws:s3:::%s/%s*"}]}
            """.formatted(source.name(), prefix)));
        try {
            return work.call();
        } finally {
            s3.putBucketPolicy(request -> request.bucket(source.name()).policy(before));
        }
    }

    public HeadObjectResponse arrived(String key) {
        return Eventually.until(TIMEOUT, key + " arrives in A", () -> target.head(key), Optional::isPresent)
                .orElseThrow();
    }
}
