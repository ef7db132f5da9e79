package org.allowput.ops.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import org.allowput.ops.cli.OperationException;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.iam.IamClient;

/** Clients with the credentials of a profile of the AWS CLI, or with those that the AWS CLI would use by default. */
public record ProfileClients(
        SdkHttpClient http, AwsCredentialsProvider credentials, Region region, Optional<String> profile)
        implements ServiceClients, AutoCloseable {
    /** {@code reconcile} uses 48 at a time, an acceptance run 32 and some more. */
    private static final int CONNECTIONS = 64;

    /**
     * Clients with the credentials and the Region that the AWS CLI would use.
     *
     * @throws OperationException if there is no Region
     */
    public static ProfileClients open(Optional<String> profile, Optional<String> regionName) {
        CertificateBundle.trust(profile);
        Region region = regionName.map(Region::of).orElseGet(() -> defaultRegion(profile));
        return new ProfileClients(
                Apache5HttpClient.builder().maxConnections(CONNECTIONS).build(),
                new SignedInCredentials(profile),
                region,
                profile);
    }

    /** The same connections and Region with the credentials of another profile. */
    public ProfileClients withProfile(String name) {
        return new ProfileClients(http, new SignedInCredentials(Optional.of(name)), region, Optional.of(name));
    }

    /** The same connections and Region with other credentials. */
    public ProfileClients as(AwsCredentialsProvider other) {
        return new ProfileClients(http, other, region, profile);
    }

    /** Where requests go instead of AWS: {@code AWS_ENDPOINT_URL}, or {@code endpoint_url} of the profile. */
    public Optional<URI> endpoint() {
        return s3().serviceClientConfiguration().endpointOverride();
    }

    private static Region defaultRegion(Optional<String> profile) {
        DefaultAwsRegionProviderChain.Builder chain = DefaultAwsRegionProviderChain.builder();
        profile.ifPresent(chain::profileName);
        try {
            return chain.build().getRegion();
        } catch (SdkClientException e) {
            throw new OperationException(
                    "No Region is set: use --region, set AWS_REGION, or choose a profile that has one with --profile.",
                    e);
        }
    }

    public IamClient iam() {
        return configure(IamClient.builder()).build();
    }

    /**
     * What a service answered.
     *
     * @param status of HTTP
     */
    public record Answer(int status, String body) {}

    /**
     * Sends one request to a service for which the SDK has no client here, signed with the credentials.
     *
     * @param service the name that the signature is for
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html">Signature Version 4</a>
     */
    public Answer send(SdkHttpRequest request, byte[] body, String service) throws IOException {
        ContentStreamProvider content = ContentStreamProvider.fromByteArray(body);
        SignedRequest signed = AwsV4HttpSigner.create()
                .sign(to -> to.request(request.toBuilder()
                                .putHeader("Content-Length", Integer.toString(body.length))
                                .build())
                        .payload(content)
                        .identity(credentials.resolveCredentials())
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region.id()));
        HttpExecuteResponse response = http.prepareRequest(HttpExecuteRequest.builder()
                        .request(signed.request())
                        .contentStreamProvider(signed.payload().orElse(content))
                        .build())
                .call();
        try (InputStream stream =
                response.responseBody().map(InputStream.class::cast).orElseGet(InputStream::nullInputStream)) {
            return new Answer(response.httpResponse().statusCode(), new String(stream.readAllBytes(), UTF_8));
        }
    }

    @Override
    public <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configure(B builder) {
        profile.ifPresent(name -> builder.overrideConfiguration(settings -> settings.defaultProfileName(name)));
        return builder.httpClient(http).region(region).credentialsProvider(credentials);
    }

    @Override
    public void close() {
        http.close();
    }
}
