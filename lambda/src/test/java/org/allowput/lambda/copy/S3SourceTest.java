package org.allowput.lambda.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allowput.contract.FailureCause;
import org.allowput.contract.selection.Selection;
import org.allowput.lambda.copy.CopyOptions.CopyLimit;
import org.allowput.lambda.copy.CopyOptions.ExpectedThroughput;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.multipart.PartPlan;
import org.allowput.lambda.s3.S3Source;
import org.allowput.lambda.s3.S3Target;
import org.allowput.lambda.s3.TargetOptions;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.services.s3.S3Client;

/** What becomes of an object that S3 describes in an unusual way. */
class S3SourceTest {
    private static final CopyOptions OPTIONS = new CopyOptions(
            5 * PartPlan.MIB,
            32 * PartPlan.MIB,
            1,
            false,
            false,
            new ExpectedThroughput(1, Duration.ofDays(1)),
            CopyLimit.NONE,
            Selection.ALL);

    @Test
    void anAnswerThatDoesNotSayHowLargeTheObjectIsMakesNoEmptyObject() {
        assertThat(failure(Map.of("ETag", "\"e\"")))
                .isEqualTo(new Failure(
                        FailureCause.RETRYABLE, "source bucket: SdkClientException: an answer without Content-Length"));
    }

    /** As they arrive of a client that wrote raw UTF-8: S3 gives the bytes back, and HTTP reads them as Latin-1. */
    @Test
    void aHeaderThatNoSignedRequestCanCarryFailsForGoodAndIsNamed() {
        Map<String, String> headers = new TreeMap<>(Map.of("ETag", "\"e\"", "Content-Length", "5"));
        headers.put("Content-Disposition", "attachment; filename=\"r\u00C3\u00A9sum\u00C3\u00A9\"");

        assertThat(failure(headers)).satisfies(failure -> {
            assertThat(failure.cause()).isEqualTo(FailureCause.PERMANENT);
            assertThat(failure.reason())
                    .startsWith("the source object's Content-Disposition holds other characters than printable ASCII")
                    .contains("filename*=UTF-8''");
        });
    }

    /** The failure of a copy whose GET is answered by those headers; nothing else has been sent. */
    private static Failure failure(Map<String, String> headers) {
        SingleAnswerHttpClient http = new SingleAnswerHttpClient(headers, "bytes");
        TargetOptions none = new TargetOptions(Optional.empty(), Optional.empty(), false);
        try (S3Client client = http.s3()) {
            ObjectCopier copy = new ObjectCopier(
                    new S3Source(client, client, "source", "222222222222"),
                    new S3Target(client, "target", "111111111111", none),
                    OPTIONS,
                    new Backlog(OPTIONS.pace(), System::nanoTime));
            CopyResult outcome = copy.replicate("key", "key", () -> Duration.ofHours(1));
            assertThat(http.request().method()).isEqualTo(SdkHttpMethod.GET);
            return ((Outcome.Failed) outcome).failure();
        }
    }
}
