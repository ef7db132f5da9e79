package org.allowput.sandbox.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.allowput.emulator.local.Unchecked;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A file that was put into a bucket under a key.
 *
 * @param bytes its size
 * @param acknowledged when S3 had answered
 */
public record Upload(
        Path file, String key, long bytes, String contentType, Map<String, String> metadata, Instant acknowledged) {
    /** Puts the file into the bucket. */
    public static Upload of(Path file, String key, S3Client s3, String bucket) {
        return Unchecked.get(() -> {
            String guessed = Optional.ofNullable(Files.probeContentType(file)).orElse("application/octet-stream");
            long bytes = Files.size(file);
            Map<String, String> metadata = Map.of(
                    "modified", Files.getLastModifiedTime(file).toInstant().toString());
            s3.putObject(
                    request -> request.bucket(bucket)
                            .key(key)
                            .contentType(guessed)
                            .cacheControl("no-cache")
                            .metadata(metadata),
                    RequestBody.fromFile(file));
            return new Upload(file, key, bytes, guessed, metadata, Instant.now());
        });
    }

    /** What is not as it was uploaded: empty when all of it is. */
    public Optional<String> differenceIn(S3Client s3, String bucket) {
        try (ResponseInputStream<GetObjectResponse> object =
                s3.getObject(request -> request.bucket(bucket).key(key))) {
            GetObjectResponse response = object.response();
            if (!contentType.equals(response.contentType())) {
                return Optional.of("Content-Type is " + response.contentType());
            }
            if (!"no-cache".equals(response.cacheControl())) {
                return Optional.of("Cache-Control is " + response.cacheControl());
            }
            if (!metadata.equals(response.metadata())) {
                return Optional.of("metadata is " + response.metadata());
            }
            return sameBytes(object) ? Optional.empty() : Optional.of("bytes differ");
        } catch (S3Exception e) {
            return Optional.of(e.statusCode() == 404 ? "missing" : "cannot be read: " + e.statusCode());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean sameBytes(InputStream object) throws IOException {
        try (InputStream original = Files.newInputStream(file)) {
            while (true) {
                byte[] expected = original.readNBytes(1 << 16);
                if (!Arrays.equals(expected, object.readNBytes(1 << 16))) {
                    return false;
                }
                if (expected.length == 0) {
                    return true;
                }
            }
        }
    }
}
