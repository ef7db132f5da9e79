package org.allowput.ops.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingResponse;
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
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * S3 in memory, with or without versions. As in S3, a list that does not ask for encoded keys cannot be parsed if a key
 * has a character that XML does not allow.
 */
public class FakeS3 implements S3Client {
    /** Now, for the next PUT. */
    public Instant time = Instant.EPOCH;

    /** What somebody else does before each HEAD request. */
    public Runnable beforeHead = () -> {};

    /** The key of which HEAD is refused. */
    public String refusedHead = "";

    /** Is handed the key of each object whose tags are asked for, before the answer. */
    public Consumer<String> beforeTagging = key -> {};

    public final List<String> listedPrefixes = new ArrayList<>();
    /** By key, of the objects of every bucket. */
    public final Map<String, List<Tag>> tags = new ConcurrentHashMap<>();

    public final AtomicInteger objectsRead = new AtomicInteger();
    private final boolean versioned;
    private final Map<String, Map<String, List<Version>>> buckets = new ConcurrentHashMap<>();
    private int versions;

    /** @param checksum of the bytes as they were put */
    private record Version(ObjectVersion listed, String checksum, SdkBytes bytes) {
        long size() {
            return bytes.asByteArrayUnsafe().length;
        }
    }

    public FakeS3() {
        this(false);
    }

    public FakeS3(boolean versioned) {
        this.versioned = versioned;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}

    public static byte[] hash(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, List<Version>> bucket(String name) {
        return buckets.computeIfAbsent(name, none -> new ConcurrentSkipListMap<>());
    }

    private Version current(String bucket, String key) {
        List<Version> all = bucket(bucket).get(key);
        if (all == null) {
            throw NoSuchKeyException.builder().statusCode(404).build();
        }
        return all.getLast();
    }

    public void put(String bucket, String key, byte[] content) {
        put(bucket, key, content, time, "any");
    }

    public void put(String bucket, String key, byte[] content, Instant lastModified, String eTag) {
        List<Version> all = bucket(bucket).computeIfAbsent(key, none -> new ArrayList<>());
        if (!versioned) {
            all.clear();
        }
        all.add(new Version(
                ObjectVersion.builder()
                        .key(key)
                        .versionId(versioned ? "v" + ++versions : "null")
                        .eTag("\"" + eTag + "\"")
                        .lastModified(lastModified)
                        .build(),
                Base64.getEncoder().encodeToString(hash("SHA-256", content)),
                SdkBytes.fromByteArray(content)));
    }

    /** Changes the bytes that are stored, as a fault of a disk would. */
    public void rot(String bucket, String key, byte[] content) {
        bucket(bucket).computeIfPresent(key, (same, all) -> {
            Version last = all.removeLast();
            all.add(new Version(last.listed, last.checksum, SdkBytes.fromByteArray(content)));
            return all;
        });
    }

    public void delete(String bucket, String key) {
        bucket(bucket).remove(key);
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        try (InputStream content = body.contentStreamProvider().newStream()) {
            byte[] bytes = content.readAllBytes();
            put(request.bucket(), request.key(), bytes, time, HexFormat.of().formatHex(hash("SHA-256", bytes), 0, 16));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Version version = current(request.bucket(), request.key());
        return PutObjectResponse.builder()
                .eTag(version.listed.eTag())
                .versionId(versioned ? version.listed.versionId() : null)
                .checksumSHA256(version.checksum)
                .checksumType(ChecksumType.FULL_OBJECT)
                .build();
    }

    @Override
    public HeadObjectResponse headObject(HeadObjectRequest request) {
        beforeHead.run();
        if (request.key().equals(refusedHead)) {
            throw S3Exception.builder().statusCode(403).build();
        }
        Version version = current(request.bucket(), request.key());
        if (request.ifMatch() != null && !request.ifMatch().equals(version.listed.eTag())) {
            throw S3Exception.builder().statusCode(412).build();
        }
        boolean checksum = request.checksumMode() == ChecksumMode.ENABLED;
        return HeadObjectResponse.builder()
                .contentLength(version.size())
                .eTag(version.listed.eTag())
                .lastModified(version.listed.lastModified())
                .checksumSHA256(checksum ? version.checksum : null)
                .checksumType(checksum ? ChecksumType.FULL_OBJECT : null)
                .build();
    }

    @Override
    public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        objectsRead.incrementAndGet();
        byte[] bytes = current(request.bucket(), request.key()).bytes.asByteArray();
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
    public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
        listedPrefixes.add(request.prefix());
        String after = Objects.requireNonNullElse(request.startAfter(), "");
        boolean encoded = request.encodingType() == EncodingType.URL;
        List<S3Object> found = new ArrayList<>();
        Set<String> folders = new TreeSet<>();
        bucket(request.bucket()).forEach((key, all) -> {
            int delimiter = request.delimiter() == null
                    ? -1
                    : key.indexOf('/', request.prefix().length());
            if (delimiter >= 0 && key.startsWith(request.prefix())) {
                folders.add(key.substring(0, delimiter + 1));
            } else if (key.startsWith(Objects.requireNonNullElse(request.prefix(), "")) && key.compareTo(after) > 0) {
                if (!encoded && key.chars().anyMatch(each -> each < ' ' && each != '\t' && each != '\n')) {
                    throw SdkClientException.create("Could not parse XML response.");
                }
                found.add(S3Object.builder()
                        .key(key)
                        .eTag(all.getLast().listed.eTag())
                        .size(all.getLast().size())
                        .lastModified(all.getLast().listed.lastModified())
                        .build());
            }
        });
        return ListObjectsV2Response.builder()
                .contents(found)
                .commonPrefixes(folders.stream()
                        .map(folder -> CommonPrefix.builder().prefix(folder).build())
                        .toList())
                .build();
    }

    @Override
    public ListObjectVersionsResponse listObjectVersions(ListObjectVersionsRequest request) {
        List<ObjectVersion> found = new ArrayList<>();
        bucket(request.bucket()).forEach((key, all) -> {
            for (Version version : key.startsWith(request.prefix()) ? all.reversed() : List.<Version>of()) {
                found.add(version.listed.toBuilder()
                        .isLatest(version.equals(all.getLast()))
                        .size(version.size())
                        .build());
            }
        });
        return ListObjectVersionsResponse.builder().versions(found).build();
    }

    @Override
    public GetObjectTaggingResponse getObjectTagging(GetObjectTaggingRequest request) {
        beforeTagging.accept(request.key());
        return GetObjectTaggingResponse.builder()
                .tagSet(tags.getOrDefault(request.key(), List.of()))
                .build();
    }
}
