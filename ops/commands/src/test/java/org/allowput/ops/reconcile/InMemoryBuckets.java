package org.allowput.ops.reconcile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.allowput.contract.receipt.Receipt;
import org.allowput.ops.queue.FakeClient;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * S3 as far as a comparison reads it. As in S3, a listing that does not ask for encoded keys cannot be parsed if a key
 * has a character that XML does not allow.
 */
public class InMemoryBuckets implements S3Client, FakeClient {
    public final List<String> listedPrefixes = new ArrayList<>();
    /** By key, of the objects of every bucket. */
    public final Map<String, List<Tag>> tags = new ConcurrentHashMap<>();

    private final Map<String, Map<String, Stored>> buckets = new ConcurrentHashMap<>();

    private record Stored(SdkBytes content, S3Object listed) {}

    public void put(String bucket, String key, byte[] content, Instant lastModified, String eTag) {
        buckets.computeIfAbsent(bucket, ignored -> new TreeMap<>())
                .put(
                        key,
                        new Stored(
                                SdkBytes.fromByteArray(content),
                                S3Object.builder()
                                        .key(key)
                                        .eTag("\"" + eTag + "\"")
                                        .size((long) content.length)
                                        .lastModified(lastModified)
                                        .build()));
    }

    public void put(String bucket, String key, byte[] content) {
        put(bucket, key, content, Instant.EPOCH, "any");
    }

    @Override
    public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
        listedPrefixes.add(request.prefix());
        List<S3Object> found = new ArrayList<>();
        boolean encoded = request.encodingType() == EncodingType.URL;
        for (Stored stored : buckets.getOrDefault(request.bucket(), Map.of()).values()) {
            String key = stored.listed().key();
            if (key.startsWith(request.prefix() == null ? "" : request.prefix())
                    && key.compareTo(request.startAfter() == null ? "" : request.startAfter()) > 0) {
                if (!encoded && key.chars().anyMatch(each -> each < ' ' && each != '\t' && each != '\n')) {
                    throw SdkClientException.create("Could not parse XML response.");
                }
                found.add(stored.listed());
            }
        }
        return ListObjectsV2Response.builder()
                .contents(found)
                .isTruncated(false)
                .build();
    }

    @Override
    public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        Stored stored = buckets.getOrDefault(request.bucket(), Map.of()).get(request.key());
        if (stored == null) {
            throw SdkClientException.create("no " + request.key());
        }
        try {
            return transformer.transform(
                    GetObjectResponse.builder()
                            .contentLength((long) stored.content().asByteArrayUnsafe().length)
                            .build(),
                    AbortableInputStream.create(stored.content().asInputStream()));
        } catch (Exception e) {
            throw SdkClientException.create("not read", e);
        }
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        try (InputStream content = body.contentStreamProvider().newStream()) {
            put(request.bucket(), request.key(), content.readAllBytes());
            return PutObjectResponse.builder().build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public GetObjectTaggingResponse getObjectTagging(GetObjectTaggingRequest request) {
        return GetObjectTaggingResponse.builder()
                .tagSet(tags.getOrDefault(request.key(), List.of()))
                .build();
    }

    /** A receipt of a copy, as the function writes it. */
    public static Receipt copied(String key, String eTag, Instant lastModified, Instant acknowledged) {
        return copied(key, eTag, lastModified, acknowledged, 1);
    }

    /** A receipt of a copy by one of several rules. */
    public static Receipt copied(String key, String eTag, Instant lastModified, Instant acknowledged, int rule) {
        return new Receipt(
                ReconcileCommandTest.SOURCE,
                key,
                "target",
                key,
                Receipt.Kind.COPIED,
                new Receipt.Version(eTag, null, lastModified, 1, "target-" + eTag, null, Optional.empty()),
                acknowledged,
                acknowledged,
                "request",
                rule);
    }
}
