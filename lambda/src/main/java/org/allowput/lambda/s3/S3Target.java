package org.allowput.lambda.s3;

import static software.amazon.awssdk.services.s3.model.ChecksumType.FULL_OBJECT;

import java.util.List;
import java.util.Optional;
import org.allowput.contract.FailureCause;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.object.StoredChecksum.Algorithm;
import org.allowput.lambda.checksum.Verification;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.failure.FailureClassifier;
import org.allowput.lambda.failure.PendingRequestException;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * The target bucket, written as the target account's role. It is never read: the role could not. Every request states
 * who is expected to own it.
 */
public class S3Target {
    private final S3Client client;
    private final String bucket;
    private final String account;
    private final TargetOptions options;

    /**
     * @param client with the credentials of the target account's role; it must compute no checksum that it is not asked
     *     for
     */
    public S3Target(S3Client client, String bucket, String account, TargetOptions options) {
        this.client = client;
        this.bucket = bucket;
        this.account = account;
        this.options = options;
    }

    /** Puts an object in one request, which the body is opened again for when it is tried again. */
    public StoredObject put(TargetObject object, Verification verification, PinnedRange body) {
        AwsRequestOverrideConfiguration.Builder headers = headers(object);
        PutObjectResponse stored = client.putObject(
                request -> {
                    request.bucket(bucket)
                            .key(object.key())
                            .expectedBucketOwner(account)
                            .metadata(object.metadata());
                    object.tagging().ifPresent(request::tagging);
                    options.ifNoneMatch().ifPresent(request::ifNoneMatch);
                    switch (verification) {
                        case Verification.WithStoredChecksum(StoredChecksum checksum) ->
                            headers.putHeader(checksum.algorithm().header(), checksum.value());
                        case Verification.ContentMd5(String base64) -> request.contentMD5(base64);
                        case Verification.Computed(Algorithm algorithm) -> request.checksumAlgorithm(sdk(algorithm));
                    }
                    request.overrideConfiguration(headers.build());
                },
                RequestBody.fromContentProvider(body, body.length(), object.contentType()));
        return StoredObject.of(stored, verification.stored());
    }

    /**
     * Begins an upload in parts, of which each, and in the end the whole, has a checksum of that algorithm. One that is
     * not completed costs storage until the bucket's lifecycle rule removes it.
     */
    public Upload createUpload(TargetObject object, Algorithm algorithm) {
        String id = client.createMultipartUpload(request -> {
                    request.bucket(bucket)
                            .key(object.key())
                            .expectedBucketOwner(account)
                            .contentType(object.contentType())
                            .metadata(object.metadata())
                            .checksumAlgorithm(sdk(algorithm))
                            .checksumType(FULL_OBJECT)
                            .overrideConfiguration(headers(object).build());
                    object.tagging().ifPresent(request::tagging);
                })
                .uploadId();
        return new Upload(object.key(), id, algorithm);
    }

    public Part put(Upload upload, int number, PinnedRange body) {
        UploadPartResponse arrived = client.uploadPart(
                request -> request.bucket(bucket)
                        .key(upload.key())
                        .uploadId(upload.id())
                        .partNumber(number)
                        .expectedBucketOwner(account)
                        .checksumAlgorithm(sdk(upload.algorithm())),
                RequestBody.fromContentProvider(body, body.length(), TargetObject.DEFAULT_TYPE));
        return new Part(
                number,
                arrived.eTag(),
                body.length(),
                arrived.getValueForField(upload.algorithm().field(), String.class));
    }

    /**
     * Makes the parts one object, which must come out at that size.
     *
     * @param parts in their order
     * @param size in bytes
     * @param whole the checksum with which the target verifies the whole, unless the parts' checksums did already
     */
    public StoredObject complete(Upload upload, List<Part> parts, long size, Optional<StoredChecksum> whole) {
        List<CompletedPart> completed =
                parts.stream().map(part -> completed(part, upload.algorithm())).toList();
        CompleteMultipartUploadResponse stored = client.completeMultipartUpload(request -> {
            request.bucket(bucket)
                    .key(upload.key())
                    .uploadId(upload.id())
                    .expectedBucketOwner(account)
                    .mpuObjectSize(size)
                    .checksumType(FULL_OBJECT)
                    .multipartUpload(list -> list.parts(completed));
            options.ifNoneMatch().ifPresent(request::ifNoneMatch);
            whole.ifPresent(checksum -> request.overrideConfiguration(
                    override -> override.putHeader(checksum.algorithm().header(), checksum.value())));
        });
        return StoredObject.of(stored, whole);
    }

    /** With the checksum that the target returned: some S3-compatible stores need those of all parts. */
    private static CompletedPart completed(Part part, Algorithm algorithm) {
        CompletedPart.Builder completed =
                CompletedPart.builder().partNumber(part.number()).eTag(part.eTag());
        String checksum = part.checksum().orElse(null);
        switch (algorithm) {
            case CRC32 -> completed.checksumCRC32(checksum);
            case CRC32C -> completed.checksumCRC32C(checksum);
            default -> throw new IllegalArgumentException("parts with " + algorithm);
        }
        return completed.build();
    }

    /**
     * Deletes an object, if there is one.
     *
     * @throws PendingRequestException if an attempt may have got no answer: it may delete the object that is put after
     *     this, even if a later attempt succeeded
     */
    public void delete(String key) {
        UnansweredAttempts unanswered = new UnansweredAttempts();
        try {
            client.deleteObject(request -> request.bucket(bucket)
                    .key(key)
                    .expectedBucketOwner(account)
                    .overrideConfiguration(override -> override.addMetricPublisher(unanswered)));
        } catch (RuntimeException | Error e) {
            if (unanswered.exist() || FailureClassifier.mayHaveArrived(e)) {
                throw FailureClassifier.pending(e);
            }
            throw e;
        }
        if (unanswered.exist()) {
            throw new PendingRequestException(new Failure(
                    FailureCause.RETRYABLE,
                    "target bucket: the object was deleted, but an earlier attempt got no answer and may still take"
                            + " effect: the event is delivered again after that"));
        }
    }

    /** Puts receipts, and replaces nothing that is there. */
    public void putReceipts(String key, byte[] content) {
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

    /** What a PUT and the beginning of an upload have in common, which the SDK has no type for, by S3's names. */
    private AwsRequestOverrideConfiguration.Builder headers(TargetObject object) {
        AwsRequestOverrideConfiguration.Builder headers = AwsRequestOverrideConfiguration.builder();
        object.source().headers().forEach((name, value) -> {
            if (!name.equals("Content-Type")) {
                headers.putHeader(name, value);
            }
        });
        options.storageClassOf(object.source()).ifPresent(name -> headers.putHeader("x-amz-storage-class", name));
        options.kmsKey()
                .ifPresent(key -> headers.putHeader("x-amz-server-side-encryption", "aws:kms")
                        .putHeader("x-amz-server-side-encryption-aws-kms-key-id", key));
        return headers;
    }

    private static ChecksumAlgorithm sdk(Algorithm algorithm) {
        return ChecksumAlgorithm.fromValue(algorithm.name());
    }

    public record Upload(String key, String id, Algorithm algorithm) {}

    /**
     * A part that has arrived.
     *
     * @param checksum what the target computed of what arrived, in Base64, if it says so
     */
    public record Part(int number, String eTag, long length, Optional<String> checksum) {}
}
