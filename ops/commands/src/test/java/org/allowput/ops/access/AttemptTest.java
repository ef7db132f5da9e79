package org.allowput.ops.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sts.model.StsException;

/** A refusal is AccessDenied with status 403; nothing that only looks like it counts. */
class AttemptTest {
    /** The answer of S3 to HEAD has no code. */
    @ParameterizedTest
    @CsvSource({
        "STS, 403, AccessDenied, denied",
        "S3, 403, AccessDenied, denied",
        "S3, 403, '', denied",
        "STS, 403, '', 'failed: 403 '",
        "S3, 403, SignatureDoesNotMatch, failed: 403 SignatureDoesNotMatch",
        "S3, 404, NoSuchBucket, failed: 404 NoSuchBucket",
        "STS, 400, AccessDenied, failed: 400 AccessDenied"
    })
    void onlyAccessDeniedWith403IsARefusal(String service, int status, String code, String happened) {
        AwsServiceException.Builder exception = service.equals("S3") ? S3Exception.builder() : StsException.builder();
        exception
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build());

        assertThat(Attempt.of("B: GetObject", "denied", () -> {
                    throw exception.build();
                }))
                .isEqualTo(new Attempt("B: GetObject", "denied", happened, happened.equals("denied")));
    }

    @Test
    void anAttemptIsAsExpectedOnlyWithTheSameAnswer() {
        assertThat(Attempt.of("B: GetObject", "denied", () -> {}).asExpected()).isFalse();
        assertThat(Attempt.of("B: PutObject", "allowed", () -> {}).asExpected()).isTrue();
        Attempt failed = Attempt.of("B: PutObject", "allowed", () -> {
            throw SdkClientException.create("no route");
        });
        assertThat(failed.asExpected()).isFalse();
        assertThat(failed.happened()).isEqualTo("failed: SdkClientException");
    }
}
