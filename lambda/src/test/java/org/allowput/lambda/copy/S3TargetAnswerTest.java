package org.allowput.lambda.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.contract.object.SourceState;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.object.StoredChecksum.Algorithm;
import org.allowput.lambda.checksum.Verification;
import org.allowput.lambda.s3.PinnedRange;
import org.allowput.lambda.s3.S3Source.SourceObject;
import org.allowput.lambda.s3.S3Target;
import org.allowput.lambda.s3.StoredObject;
import org.allowput.lambda.s3.TargetObject;
import org.allowput.lambda.s3.TargetOptions;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** What the target answers is returned, which receipts record. */
class S3TargetAnswerTest {
    private final S3Target target = new S3Target(
            new AnsweringClient(),
            "target",
            "111111111111",
            new TargetOptions(Optional.empty(), Optional.empty(), false));

    @Test
    void aPutReturnsWhatTheTargetStored() {
        SourceState state =
                new SourceState("key", 0, "\"e\"", null, null, Map.of(), Map.of(), 0, Optional.empty(), null, null);
        SourceObject source = new SourceObject(state, new ByteArrayInputStream(new byte[0]));
        try (PinnedRange body = PinnedRange.whole(new TwoBuckets().source(() -> {}), source)) {
            assertThat(target.put(
                            new TargetObject("key", state, List.of()),
                            new Verification.Computed(Algorithm.CRC32),
                            body))
                    .isEqualTo(new StoredObject(
                            "\"put\"", "v1", Optional.of(new StoredChecksum(Algorithm.CRC32, "AAAAAA==", true))));
        }
    }

    @Test
    void aCompletedUploadReturnsWhatTheTargetStored() {
        assertThat(target.complete(
                        new S3Target.Upload("key", "upload", Algorithm.CRC32),
                        List.of(new S3Target.Part(1, "\"part\"", 5, Optional.of("AAAAAA=="))),
                        5,
                        Optional.empty()))
                .isEqualTo(new StoredObject(
                        "\"completed\"", null, Optional.of(new StoredChecksum(Algorithm.SHA1, "q4o=-3", false))));
    }

    private static final class AnsweringClient implements S3Client {
        @Override
        public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
            return PutObjectResponse.builder()
                    .eTag("\"put\"")
                    .versionId("v1")
                    .checksumCRC32("AAAAAA==")
                    .checksumType(ChecksumType.FULL_OBJECT)
                    .build();
        }

        @Override
        public CompleteMultipartUploadResponse completeMultipartUpload(CompleteMultipartUploadRequest request) {
            return CompleteMultipartUploadResponse.builder()
                    .eTag("\"completed\"")
                    .checksumSHA1("q4o=-3")
                    .checksumType(ChecksumType.COMPOSITE)
                    .build();
        }

        @Override
        public String serviceName() {
            return "s3";
        }

        @Override
        public void close() {}
    }
}
