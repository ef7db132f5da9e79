package org.allowput.lambda.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.allowput.contract.FailureCause;
import org.allowput.contract.object.SourceState;
import org.allowput.lambda.copy.CopyTask.MissingSource;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.failure.FailureClassifier;
import org.allowput.lambda.s3.S3Source;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.services.s3.S3Client;

class S3SourceTest {
    @Test
    void anAnswerThatDoesNotSayHowLargeTheObjectIsMakesNoEmptyObject() {
        SingleAnswerHttpClient http = new SingleAnswerHttpClient(Map.of("ETag", "\"e\""), "bytes");
        try (S3Client client = http.s3()) {
            ObjectCopier copier = new ObjectCopier(
                    source(client),
                    new UnusedTarget(),
                    CopySamples.OPTIONS,
                    new ThroughputBudget(CopySamples.PACE, System::nanoTime));
            assertThat(copier.replicate(new CopyTask("key", "key", MissingSource.SKIP), CopySamples.LATER))
                    .isEqualTo(new Outcome.Failed(new Failure(
                            FailureCause.RETRYABLE,
                            "source bucket: SdkClientException: an answer without Content-Length")));
        }
        assertThat(http.request().method()).isEqualTo(SdkHttpMethod.GET);
    }

    /** The entity tag can be the MD5 of the bytes, which are the same then, while metadata is not. */
    @Test
    void aRangeOfAnObjectThatWasWrittenAgainWithTheSameBytesIsNotRead() throws IOException {
        Instant written = Instant.parse("2026-12-02T10:00:00Z");
        SourceState version =
                new SourceState("key", 5, "\"e\"", null, written, Map.of(), Map.of(), 0, Optional.empty(), null, null);

        try (S3Client client = range("Wed, 02 Dec 2026 10:00:00 GMT").s3()) {
            assertThat(source(client).open(version, 0, 5).readAllBytes())
                    .asString()
                    .isEqualTo("bytes");
        }
        try (S3Client client = range("Wed, 02 Dec 2026 10:00:01 GMT").s3()) {
            assertThatThrownBy(() -> source(client).open(version, 0, 5))
                    .satisfies(thrown ->
                            assertThat(FailureClassifier.of(thrown).cause()).isEqualTo(FailureCause.SOURCE_CHANGED));
        }
    }

    private static SingleAnswerHttpClient range(String lastModified) {
        return new SingleAnswerHttpClient(
                Map.of(
                        "ETag",
                        "\"e\"",
                        "Content-Length",
                        "5",
                        "Content-Range",
                        "bytes 0-4/5",
                        "Last-Modified",
                        lastModified),
                "bytes");
    }

    private static S3Source source(S3Client client) {
        return new S3Source(client, client, "source", "222222222222");
    }
}
