package org.allowput.ops.where;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.allowput.contract.object.SourceState;
import org.allowput.contract.receipt.Receipt;
import org.allowput.ops.cli.OperationException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The source object as it is now.
 *
 * @param state empty if it is gone
 * @param absence how S3 says that it is gone
 */
record SourceObject(Optional<SourceState> state, String absence) {
    private static final int FORBIDDEN = 403;

    /** @throws OperationException if these credentials must not read it: all else depends on its version */
    static SourceObject of(S3Client s3, String bucket, String key) {
        try {
            // With the checksum, which is part of what the workflow's executions are named by.
            HeadObjectResponse head =
                    s3.headObject(request -> request.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED));
            return new SourceObject(Optional.of(SourceState.of(key, head.contentLength(), head::getValueForField)), "");
        } catch (NoSuchKeyException e) {
            boolean marker = Optional.ofNullable(e.awsErrorDetails())
                    .flatMap(details -> details.sdkHttpResponse().firstMatchingHeader("x-amz-delete-marker"))
                    .isPresent();
            return new SourceObject(
                    Optional.empty(), marker ? "deleted: its newest version is a delete marker" : "no such object");
        } catch (S3Exception e) {
            if (e.statusCode() == FORBIDDEN) {
                throw OperationException.ofAws(
                        "The object of the bucket " + bucket + " cannot be read with these credentials: they need"
                                + " s3:GetObject and s3:ListBucket, and kms:Decrypt for its key:"
                                + " docs/commands.md#permissions",
                        e);
            }
            throw e;
        }
    }

    /** When it last changed; empty if it is gone. */
    Optional<Instant> lastModified() {
        return state.map(SourceState::lastModified);
    }

    boolean isOf(Receipt receipt) {
        Receipt.Version copied = receipt.version();
        return copied != null
                && state.filter(now -> copied.eTag().equals(Receipt.unquoted(now.eTag()))
                                && (copied.versionId() == null
                                        || copied.versionId().equals(now.versionId()))
                                && (copied.lastModified() == null
                                        || copied.lastModified().equals(now.lastModified())))
                        .isPresent();
    }

    String text() {
        return state.map(now -> "%,d bytes, last modified %s, ETag %s%s"
                        .formatted(
                                now.size(),
                                Objects.requireNonNullElse(now.lastModified(), "-"),
                                Receipt.unquoted(now.eTag()),
                                now.versionId() == null ? "" : ", version " + now.versionId()))
                .orElse(absence);
    }
}
