package org.allowput.lambda.s3;

import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Receipts that go into the target bucket, put as the target account's role. They replace nothing that is there. */
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

    public void put(String key, byte[] content) {
        client.putObject(
                request -> {
                    request.bucket(bucket)
                            .key(key)
                            .expectedBucketOwner(account)
                            .ifNoneMatch("*")
                            .contentType("application/gzip")
                            .checksumAlgorithm(ChecksumAlgorithm.CRC32);
                    options.kmsKey()
                            .ifPresent(kmsKey -> request.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                                    .ssekmsKeyId(kmsKey));
                },
                RequestBody.fromBytes(content));
    }
}
