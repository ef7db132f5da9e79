package org.allowput.emulator.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.allowput.emulator.Account;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;

/** A bucket as one caller sees it. */
public record S3Bucket(S3Client s3, String name) {
    public S3Bucket(Account caller, String name) {
        this(caller.s3(), name);
    }

    public void put(String key, String content) {
        put(key, content.getBytes(StandardCharsets.UTF_8));
    }

    public void put(String key, byte[] content) {
        put(key, content, request -> {});
    }

    /**
     * Puts an object.
     *
     * @param more sets what else the request has
     */
    public void put(String key, byte[] content, Consumer<PutObjectRequest.Builder> more) {
        s3.putObject(
                request -> {
                    request.bucket(name).key(key);
                    more.accept(request);
                },
                RequestBody.fromBytes(content));
    }

    public byte[] bytes(String key) {
        return s3.getObjectAsBytes(request -> request.bucket(name).key(key)).asByteArrayUnsafe();
    }

    public String text(String key) {
        return new String(bytes(key), StandardCharsets.UTF_8);
    }

    /** Empty if there is no such object. */
    public Optional<HeadObjectResponse> head(String key) {
        try {
            return Optional.of(s3.headObject(request -> request.bucket(name).key(key)));
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    public Map<String, String> tags(String key) {
        return s3.getObjectTagging(request -> request.bucket(name).key(key)).tagSet().stream()
                .collect(Collectors.toMap(Tag::key, Tag::value));
    }

    public void delete(String key) {
        s3.deleteObject(request -> request.bucket(name).key(key));
    }

    public List<String> keys() {
        return keys("");
    }

    /** In S3's order. */
    public List<String> keys(String prefix) {
        return s3.listObjectsV2Paginator(request -> request.bucket(name).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }
}
