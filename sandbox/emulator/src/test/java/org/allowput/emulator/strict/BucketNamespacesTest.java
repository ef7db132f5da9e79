package org.allowput.emulator.strict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketNamespacesTest {
    @ParameterizedTest
    @CsvSource({
        "PUT, ours, '', ''",
        "PUT, ours, global, ''",
        "PUT, ours-111111111111-us-east-1-an, account-regional, ''",
        "GET, ours-an, '', ''",
        "PUT, ours-111111111111-us-east-1-an, '', MissingNamespaceHeader",
        "PUT, ours-111111111111-us-east-1-an, global, InvalidBucketNamespace",
        "PUT, ours, account-regional, InvalidBucketNamespace",
        "PUT, ours-222222222222-us-east-1-an, account-regional, InvalidBucketNamespace",
        "PUT, ours-111111111111-eu-west-1-an, account-regional, InvalidBucketNamespace"
    })
    void aNameIsCreatedInItsOwnNamespaceOnly(String method, String bucket, String namespace, String code) {
        Map<String, String> headers = new TreeMap<>();
        headers.put(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=111111111111/20261127/us-east-1/s3/aws4_request, SignedHeaders=host");
        if (!namespace.isEmpty()) {
            headers.put("x-amz-bucket-namespace", namespace);
        }

        assertThat(StrictS3.withoutPolicies(Map.of())
                        .refuse(S3Request.of(method, bucket, "", "", headers))
                        .map(Refusal::code)
                        .orElse(""))
                .isEqualTo(code);
    }
}
