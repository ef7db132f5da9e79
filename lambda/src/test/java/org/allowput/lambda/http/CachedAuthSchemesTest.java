package org.allowput.lambda.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.http.auth.spi.signer.SignerProperty;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeParams;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeProvider;

class CachedAuthSchemesTest {
    /** Each operation of the function, in the commercial, the Chinese and a GovCloud partition. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GetObject",
                "HeadObject",
                "HeadBucket",
                "GetObjectTagging",
                "ListParts",
                "PutObject",
                "DeleteObject",
                "CreateMultipartUpload",
                "UploadPart",
                "CompleteMultipartUpload",
                "AbortMultipartUpload"
            })
    void itIsWhatTheSdkResolvesForABucket(String operation) {
        for (String region : List.of("us-east-1", "eu-central-1", "cn-north-1", "us-gov-west-1")) {
            CachedAuthSchemes cached = new CachedAuthSchemes();
            for (String bucket : List.of("a.bucket-with-dots", "directory--use1-az4--x-s3")) {
                // Another operation first, whose choice must not be given to this one.
                cached.resolveAuthScheme(request("PutObject", region, bucket));
                cached.resolveAuthScheme(request("GetObject", region, bucket));
                S3AuthSchemeParams request = request(operation, region, bucket);

                List<AuthSchemeOption> chosen = cached.resolveAuthScheme(request);

                assertThat(properties(chosen))
                        .isEqualTo(properties(
                                S3AuthSchemeProvider.defaultProvider().resolveAuthScheme(request)));
                assertThat(cached.resolveAuthScheme(request(operation, region, bucket)))
                        .isSameAs(chosen);
            }
        }
    }

    private static S3AuthSchemeParams request(String operation, String region, String bucket) {
        return S3AuthSchemeParams.builder()
                .operation(operation)
                .region(Region.of(region))
                .bucket(bucket)
                .build();
    }

    private static List<Map<String, Object>> properties(List<AuthSchemeOption> options) {
        return options.stream().map(CachedAuthSchemesTest::properties).toList();
    }

    private static Map<String, Object> properties(AuthSchemeOption option) {
        Map<String, Object> properties = new TreeMap<>(Map.of("schemeId", option.schemeId()));
        option.forEachSignerProperty(new AuthSchemeOption.SignerPropertyConsumer() {
            @Override
            public <T> void accept(SignerProperty<T> property, T value) {
                properties.put(property.toString(), value);
            }
        });
        return properties;
    }
}
