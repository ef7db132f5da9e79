package org.allowput.lambda.s3;

import java.time.Duration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * Receipts that go into the target bucket, put as the target account's role under the conditions of any object there:
 * its key, and no overwriting.
 */
public final class DeliveryNotes {
    private final S3Client client;
    private final String bucket;
    private final String account;
    private final TargetOptions options;

    /** @param account the account that owns the bucket */
    public DeliveryNotes(S3Client client, String bucket, String account, TargetOptions options) {
        this.client = client;
        this.bucket = bucket;
        this.account = account;
        this.options = options;
    }

    /** Puts one object, with all attempts within the timeout. */
    public void put(String key, byte[] content, Duration timeout) {
        client.putObject(
                request -> {
                    request.bucket(bucket)
                            .key(key)
                            .expectedBucketOwner(account)
                            .contentType("application/gzip")
                            .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                            .overrideConfiguration(override -> override.apiCallTimeout(timeout));
                    options.ifNoneMatch().ifPresent(request::ifNoneMatch);
                    options.kmsKey()
                            .ifPresent(kmsKey -> request.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                                    .ssekmsKeyId(kmsKey));
                },
                RequestBody.fromBytes(content));
    }
}
