package org.allowput.ops.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;

class SourceVersioningTest {
    @ParameterizedTest
    @CsvSource({
        "Enabled, true, allowed",
        "Suspended, false, failed: versioning is Suspended",
        ", false, failed: versioning is never enabled"
    })
    void onlyABucketWhoseVersioningIsEnabledIsAsExpected(@Nullable String status, boolean asExpected, String happened) {
        Attempt attempt = CheckAccessCommand.versioning("source", new S3Client() {
            @Override
            public GetBucketVersioningResponse getBucketVersioning(GetBucketVersioningRequest request) {
                assertThat(request.bucket()).isEqualTo("source");
                return GetBucketVersioningResponse.builder().status(status).build();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        });

        assertThat(attempt.asExpected()).isEqualTo(asExpected);
        assertThat(attempt.happened()).isEqualTo(happened);
    }
}
