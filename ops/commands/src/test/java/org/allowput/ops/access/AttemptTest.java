package org.allowput.ops.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sts.model.StsException;

/** A refusal is AccessDenied with status 403; nothing that only looks like it counts. */
class AttemptTest {
    @Test
    void accessDeniedIsARefusal() {
        assertThat(answer(StsException.builder(), 403, "AccessDenied")).isEqualTo(Attempt.DENIED);
        assertThat(answer(S3Exception.builder(), 403, "AccessDenied")).isEqualTo(Attempt.DENIED);
    }

    @Test
    void aBare403OfHeadIsARefusalAtS3Alone() {
        assertThat(answer(S3Exception.builder(), 403, "")).isEqualTo(Attempt.DENIED);
        assertThat(answer(StsException.builder(), 403, "")).isEqualTo("failed: 403 ");
    }

    @Test
    void anyOtherErrorIsNoRefusal() {
        assertThat(answer(S3Exception.builder(), 403, "SignatureDoesNotMatch"))
                .isEqualTo("failed: 403 SignatureDoesNotMatch");
        assertThat(answer(S3Exception.builder(), 404, "NoSuchBucket")).isEqualTo("failed: 404 NoSuchBucket");
        assertThat(answer(StsException.builder(), 400, "AccessDenied")).isEqualTo("failed: 400 AccessDenied");
        assertThat(Attempt.answer(() -> {
                    throw SdkClientException.create("no route");
                }))
                .isEqualTo("failed: SdkClientException");
    }

    @Test
    void anAttemptIsAsExpectedOnlyWithTheSameAnswer() {
        assertThat(new Attempt("B", "GetObject", Attempt.DENIED, Attempt.DENIED).asExpected())
                .isTrue();
        assertThat(new Attempt("B", "GetObject", Attempt.DENIED, Attempt.ALLOWED).asExpected())
                .isFalse();
        assertThat(new Attempt("B", "GetObject", Attempt.DENIED, "failed: 500 ").asExpected())
                .isFalse();
    }

    private static String answer(AwsServiceException.Builder exception, int status, String code) {
        return Attempt.answer(() -> {
            throw exception
                    .statusCode(status)
                    .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                    .build();
        });
    }
}
