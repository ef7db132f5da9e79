package org.allowput.ops.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

class SourceVersioningTest {
    @ParameterizedTest
    @CsvSource({
        "Enabled, true, allowed",
        "Suspended, false, failed: 200 versioning is Suspended",
        ", false, failed: 200 versioning is never enabled"
    })
    void onlyABucketWhoseVersioningIsEnabledIsAsExpected(@Nullable String status, boolean asExpected, String happened) {
        Attempt attempt = SourceVersioning.of("source", new Bucket() {
            @Override
            public GetBucketVersioningResponse getBucketVersioning(GetBucketVersioningRequest request) {
                assertThat(request.bucket()).isEqualTo("source");
                return GetBucketVersioningResponse.builder().status(status).build();
            }
        });

        assertThat(attempt.asExpected()).isEqualTo(asExpected);
        assertThat(attempt.happened()).hasToString(happened);
    }

    @Test
    void aRefusalIsShown() {
        Attempt attempt = SourceVersioning.of("source", new Bucket() {
            @Override
            public GetBucketVersioningResponse getBucketVersioning(GetBucketVersioningRequest request) {
                throw S3Exception.builder()
                        .statusCode(403)
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode("AccessDenied")
                                .build())
                        .build();
            }
        });

        assertThat(attempt.asExpected()).isFalse();
        assertThat(attempt.happened()).hasToString("denied");
    }

    private abstract static class Bucket implements S3Client {
        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
