package org.allowput.lambda.s3;

import static software.amazon.awssdk.services.s3.model.ChecksumType.FULL_OBJECT;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.object.StoredChecksum.Algorithm;
import org.allowput.lambda.checksum.Verification;
import org.allowput.lambda.s3.Target.TargetObject;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.Tagging;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** The target bucket in S3. Every request states who is expected to own it. */
public final class S3Target implements Target {
    /** What S3 has for an object that was put without a type. */
    private static final String DEFAULT_TYPE = "binary/octet-stream";

    private static final String METADATA_PREFIX = "x-amz-meta-";

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

    @Override
    public StoredObject put(TargetObject object, Verification verification, PinnedRange body) {
        AwsRequestOverrideConfiguration.Builder headers = headers(object);
        PutObjectResponse stored = client.putObject(
                request -> {
                    request.bucket(bucket)
                            .key(object.key())
                            .expectedBucketOwner(account)
                            .metadata(metadata(object));
                    tagging(object).ifPresent(request::tagging);
                    options.ifNoneMatch().ifPresent(request::ifNoneMatch);
                    switch (verification) {
                        case Verification.WithStoredChecksum(StoredChecksum checksum) ->
                            headers.putHeader(checksum.algorithm().header(), checksum.value());
                        case Verification.ContentMd5(String base64) -> request.contentMD5(base64);
                        case Verification.Computed(Algorithm algorithm) -> request.checksumAlgorithm(sdk(algorithm));
                    }
                    request.overrideConfiguration(headers.build());
                },
                RequestBody.fromContentProvider(body, body.length(), type(object)));
        return StoredObject.of(stored, verification.stored());
    }

    @Override
    public Upload createUpload(TargetObject object, Algorithm algorithm) {
        String id = client.createMultipartUpload(request -> {
                    request.bucket(bucket)
                            .key(object.key())
                            .expectedBucketOwner(account)
                            .contentType(type(object))
                            .metadata(metadata(object))
                            .checksumAlgorithm(sdk(algorithm))
                            .checksumType(FULL_OBJECT)
                            .overrideConfiguration(headers(object).build());
                    tagging(object).ifPresent(request::tagging);
                })
                .uploadId();
        return new Upload(object.key(), id, algorithm);
    }

    @Override
    public Part put(Upload upload, int number, PinnedRange body) {
        UploadPartResponse arrived = client.uploadPart(
                request -> request.bucket(bucket)
                        .key(upload.key())
                        .uploadId(upload.id())
                        .partNumber(number)
                        .expectedBucketOwner(account)
                        .checksumAlgorithm(sdk(upload.algorithm())),
                RequestBody.fromContentProvider(body, body.length(), DEFAULT_TYPE));
        return new Part(
                number,
                arrived.eTag(),
                body.length(),
                arrived.getValueForField(upload.algorithm().field(), String.class));
    }

    @Override
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

    @Override
    public void delete(String key) {
        client.deleteObject(request -> request.bucket(bucket).key(key).expectedBucketOwner(account));
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

    private static String type(TargetObject object) {
        return object.source().headers().getOrDefault("Content-Type", DEFAULT_TYPE);
    }

    /**
     * By the names of the headers: the SDK adds the prefix only to a name that does not begin with it, and so would
     * rename the entry {@code x-amz-meta-name} to {@code name}.
     */
    private static Map<String, String> metadata(TargetObject object) {
        Map<String, String> headers = new HashMap<>();
        object.source().metadata().forEach((name, value) -> headers.put(METADATA_PREFIX + name, value));
        return headers;
    }

    /**
     * Absent where there are no tags: the SDK makes an empty header of none, and a request with that header needs
     * {@code s3:PutObjectTagging}.
     */
    private static Optional<Tagging> tagging(TargetObject object) {
        return Optional.of(object.tags())
                .filter(tags -> !tags.isEmpty())
                .map(tags -> Tagging.builder().tagSet(tags).build());
    }

    private static ChecksumAlgorithm sdk(Algorithm algorithm) {
        return ChecksumAlgorithm.fromValue(algorithm.name());
    }
}
