package org.allowput.ops.access;

import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;

/**
 * Whether the source bucket has versioning. {@code source.requiredTag} needs it, and no template can require it of a
 * bucket that exists.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html">GetBucketVersioning: no
 *     status if it was never enabled</a>
 */
final class SourceVersioning {
    private SourceVersioning() {}

    static Attempt of(String bucket, S3Client s3) {
        AtomicReference<GetBucketVersioningResponse> response =
                new AtomicReference<>(GetBucketVersioningResponse.builder().build());
        Attempt.Answer answer =
                Answers.to(() -> response.set(s3.getBucketVersioning(request -> request.bucket(bucket))));
        boolean isEnabled = response.get().status() == BucketVersioningStatus.ENABLED;
        String seen = String.valueOf(response.get().statusAsString()).replace("null", "never enabled");
        return new Attempt(
                "the source bucket",
                "versioning is enabled",
                Attempt.ALLOWED,
                isEnabled || !answer.equals(Attempt.ALLOWED)
                        ? answer
                        : Attempt.Answer.failed(200, "versioning is " + seen));
    }
}
