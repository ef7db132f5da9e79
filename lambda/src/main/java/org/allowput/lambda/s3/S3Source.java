package org.allowput.lambda.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.allowput.contract.object.SourceState;
import org.allowput.lambda.failure.FailureClassifier;
import org.allowput.lambda.failure.SourceException;
import org.allowput.lambda.s3.Source.SourceObject;
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
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * The source bucket in S3.
 *
 * <p>Stored checksums are asked for by header, not by the SDK's request member: that would make the SDK check them
 * here, and they are checked where the bytes end, in the target.
 */
public final class S3Source implements Source {
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

    @Override
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
                return new SourceObject(
                        state,
                        new SourceStream(object, state.size()),
                        Objects.requireNonNullElse(object.response().tagCount(), 0));
            } catch (SdkClientException e) {
                object.abort();
                throw e;
            }
        });
    }

    @Override
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

    @Override
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

    @Override
    public List<Tag> tags(SourceState version) {
        return reading(() -> client.getObjectTagging(request -> request.bucket(bucket)
                        .key(version.key())
                        .expectedBucketOwner(account)
                        .versionId(version.versionId()))
                .tagSet());
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
     * The bytes of a GET. Closed before its end it drops its connection, rather than read what is left of perhaps
     * gigabytes to keep one. What fails here says that it was the source, in a cause that is a {@link SourceException}.
     */
    static final class SourceStream extends FilterInputStream {
        private final ResponseInputStream<?> response;
        private long left;

        SourceStream(ResponseInputStream<?> response, long length) {
            super(response);
            this.response = response;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                int count = super.read(buffer, offset, length);
                left -= Math.max(count, 0);
                return count;
            } catch (IOException e) {
                throw new IOException(
                        e.getMessage(), new SourceException(SdkClientException.create(e.getMessage(), e)));
            }
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = super.skip(count);
            left -= skipped;
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        @Override
        public void close() throws IOException {
            if (left > 0) {
                response.abort();
            } else {
                super.close();
            }
        }
    }
}
