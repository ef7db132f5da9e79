package org.allowput.lambda.large;

import java.util.Optional;
import org.allowput.contract.FailureCause;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.failure.FailureClassifier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Documents that one task of the workflow leaves to later ones, because they do not fit into the workflow's state: in a
 * bucket of account B, whose lifecycle rule removes them.
 */
public class ResultStore {
    private final S3Client client;
    private final String bucket;
    private final String account;

    /**
     * @param client with the function's own credentials
     * @param account that owns the bucket
     */
    public ResultStore(S3Client client, String bucket, String account) {
        this.client = client;
        this.bucket = bucket;
        this.account = account;
    }

    /** Stores a document. A later one with the same key replaces it. */
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
                failure.cause().retryable() ? failure : new Failure(FailureCause.RETRYABLE, failure.reason()));
    }
}
