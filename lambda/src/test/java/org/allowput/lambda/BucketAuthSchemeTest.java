package org.allowput.lambda;

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

class BucketAuthSchemeTest {
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
            S3AuthSchemeParams request = S3AuthSchemeParams.builder()
                    .operation(operation)
                    .region(Region.of(region))
                    .bucket("a.bucket-with-dots")
                    .build();

            assertThat(properties(new BucketAuthScheme(region).resolveAuthScheme(request)))
                    .isEqualTo(properties(S3AuthSchemeProvider.defaultProvider().resolveAuthScheme(request)));
        }
    }

    private static List<Map<String, Object>> properties(List<AuthSchemeOption> options) {
        return options.stream().map(BucketAuthSchemeTest::properties).toList();
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
