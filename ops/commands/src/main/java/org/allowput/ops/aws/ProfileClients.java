package org.allowput.ops.aws;

import java.net.URI;
import java.util.Optional;
import org.allowput.ops.cli.OperationException;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** Clients with the credentials of a profile of the AWS CLI, or with those that the AWS CLI would use by default. */
public record ProfileClients(
        SdkHttpClient http, AwsCredentialsProvider credentials, Region region, Optional<String> profile)
        implements ServiceClients, AutoCloseable {
    /** {@code reconcile} uses 48 at a time. */
    private static final int CONNECTIONS = 64;

    /**
     * Clients with the credentials and the Region that the AWS CLI would use.
     *
     * @throws OperationException if there is no Region
     */
    public static ProfileClients open(Optional<String> profile, Optional<String> regionName) {
        CertificateBundle.trust(SignedInCredentials.name(profile));
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
