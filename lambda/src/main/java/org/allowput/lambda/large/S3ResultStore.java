package org.allowput.lambda.large;

import java.util.Optional;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.failure.FailureClassifier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** A bucket of account B. Its lifecycle rule removes what is in it. */
public final class S3ResultStore implements ResultStore {
    private final S3Client client;
    private final String bucket;
    private final String account;

    /**
     * @param client with the function's own credentials
     * @param account that owns the bucket
     */
    public S3ResultStore(S3Client client, String bucket, String account) {
        this.client = client;
        this.bucket = bucket;
        this.account = account;
    }

    @Override
    public void put(String key, byte[] document) {
        try {
            client.putObject(
                    request -> request.bucket(bucket)
                            .key(key)
                            .expectedBucketOwner(account)
                            .contentType("application/json"),
                    RequestBody.fromBytes(document));
        } catch (SdkException e) {
            throw failed(e);
        }
    }

    @Override
    public Optional<byte[]> get(String key) {
        try {
            return Optional.of(client.getObjectAsBytes(
                            request -> request.bucket(bucket).key(key).expectedBucketOwner(account))
                    .asByteArray());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw failed(e);
        }
    }

    /** Nothing of it is the object's fault. */
    private RetryTaskException failed(SdkException e) {
        Failure failure = FailureClassifier.of("results bucket " + bucket, e);
        return new RetryTaskException(
                failure.cause().retryable() ? failure : new Failure(Failure.Cause.RETRYABLE, failure.reason()));
    }
}
