package org.allowput.ops.aws;

import java.net.URI;
import java.util.Optional;
import java.util.function.Predicate;
import org.allowput.ops.cli.OperationException;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
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
        CertificateBundle.trust(name(profile));
        Region region = regionName.map(Region::of).orElseGet(() -> defaultRegion(profile));
        return new ProfileClients(
                Apache5HttpClient.builder().maxConnections(CONNECTIONS).build(), signedIn(profile), region, profile);
    }

    /** The same connections and Region with the credentials of another profile. */
    public ProfileClients withProfile(String name) {
        return new ProfileClients(http, signedIn(Optional.of(name)), region, Optional.of(name));
    }

    /** The same connections and Region with other credentials. */
    public ProfileClients as(AwsCredentialsProvider other) {
        return new ProfileClients(http, other, region, profile);
    }

    /** Where requests go instead of AWS: {@code AWS_ENDPOINT_URL}, or {@code endpoint_url} of the profile. */
    public Optional<URI> endpoint() {
        return s3().serviceClientConfiguration().endpointOverride();
    }

    /**
     * The credentials of a profile of the AWS CLI, or those that the AWS CLI would use by default. A profile that is
     * named goes before the environment's credentials, as with the AWS CLI.
     *
     * @see <a href="https://docs.aws.amazon.com/cli/latest/userguide/cli-chap-authentication.html">Authentication of
     *     the AWS CLI</a>
     */
    private static AwsCredentialsProvider signedIn(Optional<String> profile) {
        AwsCredentialsProvider provider = profile.<AwsCredentialsProvider>map(ProfileCredentialsProvider::create)
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
        return () -> resolve(profile, provider);
    }

    private static String name(Optional<String> profile) {
        return profile.orElseGet(ProfileFileSystemSetting.AWS_PROFILE::getStringValueOrThrow);
    }

    /** @throws OperationException if somebody has to sign in first */
    private static AwsCredentials resolve(Optional<String> profile, AwsCredentialsProvider provider) {
        String name = name(profile);
        Optional<Profile> settings = ProfileFile.defaultProfileFile().profile(name);
        if (profile.isPresent() && settings.isEmpty()) {
            throw new OperationException("There is no profile " + name
                    + " in the AWS CLI's configuration: aws configure list-profiles lists those that there are.");
        }
        if (profile.isPresent() || System.getenv("AWS_ACCESS_KEY_ID") == null) {
            settings.flatMap(each -> each.property("mfa_serial")).ifPresent(device -> {
                throw new OperationException("The profile " + name + " needs an MFA code, for which only the AWS CLI"
                        + " asks. Use its session: eval \"$(aws configure export-credentials --profile " + name
                        + " --format env)\", then run this command without --profile. docs/commands.md#profiles has"
                        + " other ways.");
            });
        }
        try {
            return provider.resolveCredentials();
        } catch (SdkException | IllegalStateException e) {
            throw notSignedIn(name, settings, e);
        }
    }

    private static RuntimeException notSignedIn(String name, Optional<Profile> settings, RuntimeException e) {
        Predicate<String> has =
                property -> settings.flatMap(each -> each.property(property)).isPresent();
        if (has.test("credential_process")) {
            return new OperationException(
                    "The credential_process of the profile " + name + " gave no credentials: run it to see why.", e);
        }
        String command = has.test("sso_session") || has.test("sso_start_url")
                ? "aws sso login"
                : has.test("login_session") ? "aws login" : "";
        if (command.isEmpty()) {
            return e;
        }
        return OperationException.ofAws(
                "The session of the profile " + name + " has ended, or there is none: " + command + " --profile "
                        + name,
                e);
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
