package org.allowput.lambda;

import java.util.List;
import java.util.Set;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeParams;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeProvider;

/**
 * Signs requests to general purpose buckets with <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html">Signature Version 4</a>.
 *
 * <p>The SDK's default provider chooses the same for each request anew, by evaluating all endpoint rules, which are
 * evaluated once more for the endpoint. It has to because of directory buckets and multi-Region access points.
 */
final class BucketAuthScheme implements S3AuthSchemeProvider {
    private static final Set<String> WITH_BODY = Set.of("PutObject", "UploadPart");

    private final List<AuthSchemeOption> chunked;
    private final List<AuthSchemeOption> whole;

    /** @param region of the bucket */
    BucketAuthScheme(String region) {
        AuthSchemeOption option = AuthSchemeOption.builder()
                .schemeId(AwsV4AuthScheme.SCHEME_ID)
                .putSignerProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                .putSignerProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putSignerProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                .putSignerProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                .putSignerProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                .build();
        this.whole = List.of(option);
        this.chunked = List.of(option.toBuilder()
                .putSignerProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, true)
                .build());
    }

    @Override
    public List<AuthSchemeOption> resolveAuthScheme(S3AuthSchemeParams request) {
        return WITH_BODY.contains(request.operation()) ? chunked : whole;
    }
}
