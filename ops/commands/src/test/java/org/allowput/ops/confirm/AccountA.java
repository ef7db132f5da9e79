package org.allowput.ops.confirm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.allowput.ops.queue.FakeClient;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** S3 of account A, as far as it is read and written here. Bytes at rest can be changed without a request. */
final class AccountA implements S3Client, FakeClient {
    /** Now, for the next PUT. */
    Instant time = Instant.EPOCH;

    /** What somebody else does before each HEAD request. */
    Runnable beforeHead = () -> {};

    private final boolean versioned;
    private final Map<String, Map<String, List<Version>>> buckets = new ConcurrentSkipListMap<>();
    private int versions;

    private static final class Version {
        private final ObjectVersion listed;
        private final String checksum;
        private byte[] bytes;

        Version(ObjectVersion listed, String checksum, byte[] bytes) {
            this.listed = listed;
            this.checksum = checksum;
            this.bytes = bytes;
        }
    }

    AccountA(boolean versioned) {
        this.versioned = versioned;
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, List<Version>> bucket(String name) {
        return buckets.computeIfAbsent(name, none -> new TreeMap<>());
    }

    private Version current(String bucket, String key) {
        List<Version> all = bucket(bucket).getOrDefault(key, List.of());
        if (all.isEmpty()) {
            throw NoSuchKeyException.builder()
                    .statusCode(404)
                    .message("no " + key)
                    .build();
        }
        return all.getLast();
    }

    /** Changes the bytes that are stored, as a fault of a disk would. */
    void rot(String bucket, String key, String content) {
        current(bucket, key).bytes = content.getBytes(UTF_8);
    }

    void delete(String bucket, String key) {
        bucket(bucket).remove(key);
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        try (var stream = body.contentStreamProvider().newStream()) {
            byte[] bytes = stream.readAllBytes();
            String eTag = "\"" + HexFormat.of().formatHex(sha256(bytes), 0, 16) + "\"";
            String checksum = Base64.getEncoder().encodeToString(sha256(bytes));
            List<Version> all = bucket(request.bucket()).computeIfAbsent(request.key(), none -> new ArrayList<>());
            if (!versioned) {
                all.clear();
            }
            String version = versioned ? "v" + ++versions : "null";
            all.add(new Version(
                    ObjectVersion.builder()
                            .key(request.key())
                            .versionId(version)
                            .eTag(eTag)
                            .lastModified(time)
                            .build(),
                    checksum,
                    bytes));
            return PutObjectResponse.builder()
                    .eTag(eTag)
                    .versionId(versioned ? version : null)
                    .checksumSHA256(checksum)
                    .checksumType(ChecksumType.FULL_OBJECT)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public HeadObjectResponse headObject(HeadObjectRequest request) {
        beforeHead.run();
        Version version = current(request.bucket(), request.key());
        if (request.ifMatch() != null && !request.ifMatch().equals(version.listed.eTag())) {
            throw S3Exception.builder()
                    .statusCode(412)
                    .message("Precondition Failed")
                    .build();
        }
        return request.checksumMode() == ChecksumMode.ENABLED
                ? HeadObjectResponse.builder()
                        .checksumSHA256(version.checksum)
                        .checksumType(ChecksumType.FULL_OBJECT)
                        .build()
                : HeadObjectResponse.builder().build();
    }

    @Override
    public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        byte[] bytes = current(request.bucket(), request.key()).bytes;
        try {
            return transformer.transform(
                    GetObjectResponse.builder()
                            .contentLength((long) bytes.length)
                            .build(),
                    AbortableInputStream.create(new ByteArrayInputStream(bytes)));
        } catch (Exception e) {
            throw SdkClientException.create("not read", e);
        }
    }

    @Override
    public ListObjectVersionsResponse listObjectVersions(ListObjectVersionsRequest request) {
        List<ObjectVersion> found = new ArrayList<>();
        bucket(request.bucket()).forEach((key, all) -> {
            for (Version version : key.startsWith(request.prefix()) ? all.reversed() : List.<Version>of()) {
                found.add(version.listed.toBuilder()
                        .isLatest(version == all.getLast())
                        .size((long) version.bytes.length)
                        .build());
            }
        });
        return ListObjectVersionsResponse.builder()
                .versions(found)
                .isTruncated(false)
                .build();
    }

    @Override
    public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
        return ListObjectsV2Response.builder()
                .contents(bucket(request.bucket()).entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(request.prefix()))
                        .map(entry -> S3Object.builder()
                                .key(entry.getKey())
                                .size((long) entry.getValue().getLast().bytes.length)
                                .build())
                        .toList())
                .isTruncated(false)
                .build();
    }
}
