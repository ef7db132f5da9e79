package org.allowput.lambda.s3;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.allowput.contract.object.SourceState;
import org.allowput.lambda.failure.FailureClassifier;
import org.allowput.lambda.failure.SourceException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Response;

/**
 * The source bucket, read as the source account. What fails here is thrown as a {@link SourceException}.
 *
 * <p>Stored checksums are asked for by header, not by the SDK's request member: that would make the SDK check them
 * here, and they are checked where the bytes end, in the target.
 */
public class S3Source {
    private static final AwsRequestOverrideConfiguration WITH_CHECKSUM = AwsRequestOverrideConfiguration.builder()
            .putHeader("x-amz-checksum-mode", "ENABLED")
            .build();
    private final S3Client client;
    private final S3Client withoutRetries;
    private final String bucket;
    private final String account;

    /**
     * @param client with the function's own credentials
     * @param withoutRetries the same without retries: what it reads is the body of a request that is itself retried
     * @param account the account that owns the bucket: stated in every request
     */
    public S3Source(S3Client client, S3Client withoutRetries, String bucket, String account) {
        this.client = client;
        this.withoutRetries = withoutRetries;
        this.bucket = bucket;
        this.account = account;
    }

    /** The newest version of the object with its bytes to come, or nothing if there is no such object. */
    public Optional<SourceObject> open(String key) {
        return ifPresent(() -> {
            ResponseInputStream<GetObjectResponse> object = get(
                    client,
                    request -> request.bucket(bucket)
                            .key(key)
                            .expectedBucketOwner(account)
                            .overrideConfiguration(WITH_CHECKSUM));
            try {
                SourceState state = state(key, object.response().contentLength(), object.response());
                return new SourceObject(state, new SourceStream(object, state.size()));
            } catch (SdkClientException e) {
                object.abort();
                throw e;
            }
        });
    }

    /**
     * A range of exactly that version, in a single attempt: it is opened within a request that is itself retried.
     *
     * @param offset of the first byte
     * @param length in bytes, at least 1
     * @throws SourceException with status 412 or 404 if that version is no longer the object's newest, or is gone
     */
    public InputStream open(SourceState version, long offset, long length) {
        String range = offset + "-" + (offset + length - 1);
        ResponseInputStream<GetObjectResponse> bytes = reading(() -> get(
                withoutRetries,
                request -> request.bucket(bucket)
                        .key(version.key())
                        .expectedBucketOwner(account)
                        .versionId(version.versionId())
                        .ifMatch(version.eTag())
                        .range("bytes=" + range)));
        // Other bytes can have the same entity tag, if that is an MD5.
        if (!Objects.equals(bytes.response().lastModified(), version.lastModified())) {
            bytes.abort();
            throw FailureClassifier.sourceChanged("the source object was written again");
        }
        String given = bytes.response().contentRange();
        if (!("bytes " + range + "/" + version.size()).equals(given)) {
            bytes.abort();
            throw new SourceException(SdkClientException.create("asked for bytes " + range + " of " + version.size()
                    + ", was given " + (given == null ? "the whole" : given)));
        }
        return new SourceStream(bytes, length);
    }

    /** By default the SDK aborts a body that is not read for a minute, by a timer for each response. */
    private static ResponseInputStream<GetObjectResponse> get(
            S3Client client, Consumer<GetObjectRequest.Builder> request) {
        return client.getObject(
                GetObjectRequest.builder().applyMutation(request).build(),
                ResponseTransformer.toInputStream(Duration.ZERO));
    }

    /** The newest version as it is now, or nothing if there is no such object. */
    public Optional<SourceState> head(String key) {
        return ifPresent(() -> {
            HeadObjectResponse head = client.headObject(request ->
                    request.bucket(bucket).key(key).expectedBucketOwner(account).overrideConfiguration(WITH_CHECKSUM));
            return state(key, head.contentLength(), head);
        });
    }

    private static SourceState state(String key, @Nullable Long size, S3Response answer) {
        if (size == null) {
            throw SdkClientException.create("an answer without Content-Length");
        }
        return SourceState.of(key, size, answer::getValueForField);
    }

    /** By name, in their order. */
    public Map<String, String> tags(SourceState version) {
        Map<String, String> tags = new LinkedHashMap<>();
        reading(() -> client.getObjectTagging(request -> request.bucket(bucket)
                                .key(version.key())
                                .expectedBucketOwner(account)
                                .versionId(version.versionId()))
                        .tagSet())
                .forEach(tag -> tags.put(tag.key(), tag.value()));
        return tags;
    }

    private static <T> Optional<T> ifPresent(Supplier<T> request) {
        try {
            return Optional.of(request.get());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw new SourceException(e);
        }
    }

    private static <T> T reading(Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException e) {
            throw new SourceException(e);
        }
    }

    /**
     * An object of the source bucket, opened.
     *
     * @param state which version it is, and all of it but its bytes
     * @param bytes all of its bytes, once; to be closed, read to the end or not
     */
    public record SourceObject(SourceState state, InputStream bytes) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }
}
