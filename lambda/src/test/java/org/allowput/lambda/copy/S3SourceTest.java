package org.allowput.lambda.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.allowput.contract.FailureCause;
import org.allowput.lambda.copy.CopyTask.MissingSource;
import org.allowput.lambda.failure.Failure;
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
                    new S3Source(client, client, "source", "222222222222"),
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
}
