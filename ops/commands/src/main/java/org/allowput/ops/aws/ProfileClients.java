package org.allowput.ops.aws;

import java.util.Map;
import java.util.Optional;
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

/**
 * Clients with the credentials of a profile of the AWS CLI, or with those that the AWS CLI would use by default.
 *
 * @param profile whose other settings are used, {@code endpoint_url} among them
 */
public record ProfileClients(SdkHttpClient http, AwsCredentialsProvider credentials, Region region, String profile)
        implements ServiceClients, AutoCloseable {
    /** {@code reconcile} uses 48 at a time. */
    private static final int CONNECTIONS = 64;

    /** The command that signs in, by a setting that such a profile has. */
    private static final Map<String, String> SIGN_IN = Map.of(
            "sso_session", "aws sso login",
            "sso_start_url", "aws sso login",
            "login_session", "aws login");

    /** Clients as the AWS CLI would have them. @throws OperationException if there is no Region */
    public static ProfileClients open(Optional<String> named, Optional<String> regionName) {
        String profile = named.orElseGet(ProfileFileSystemSetting.AWS_PROFILE::getStringValueOrThrow);
        CertificateBundle.trust(profile);
        Region region = regionName.map(Region::of).orElseGet(() -> defaultRegion(profile));
        SdkHttpClient http =
                Apache5HttpClient.builder().maxConnections(CONNECTIONS).build();
        AwsCredentialsProvider credentials =
                DefaultCredentialsProvider.builder().build();
        ProfileClients clients = new ProfileClients(http, () -> resolve(profile, false, credentials), region, profile);
        return named.map(clients::withProfile).orElse(clients);
    }

    /**
     * The same connections and Region with the credentials of another profile. A profile that is named goes before the
     * environment's credentials, as with the AWS CLI.
     *
     * @see <a href="https://docs.aws.amazon.com/cli/latest/userguide/cli-chap-authentication.html">Authentication of
     *     the AWS CLI</a>
     */
    public ProfileClients withProfile(String name) {
        AwsCredentialsProvider other = ProfileCredentialsProvider.create(name);
        return new ProfileClients(http, () -> resolve(name, true, other), region, name);
    }

    /** The same connections and Region with other credentials. */
    public ProfileClients as(AwsCredentialsProvider other) {
        return new ProfileClients(http, other, region, profile);
    }

    /** @throws OperationException if somebody has to sign in first */
    private static AwsCredentials resolve(String name, boolean isNamed, AwsCredentialsProvider provider) {
        Optional<Profile> found = ProfileFile.defaultProfileFile().profile(name);
        if (isNamed && found.isEmpty()) {
            throw new OperationException("There is no profile " + name
                    + " in the AWS CLI's configuration: aws configure list-profiles lists those that there are.");
        }
        Map<String, String> settings = found.map(Profile::properties).orElse(Map.of());
        if (settings.containsKey("mfa_serial") && (isNamed || System.getenv("AWS_ACCESS_KEY_ID") == null)) {
            throw new OperationException("The profile " + name + " needs an MFA code, for which only the AWS CLI"
                    + " asks. Use its session: eval \"$(aws configure export-credentials --profile " + name
                    + " --format env)\", then run this command without --profile. docs/commands.md#profiles has"
                    + " other ways.");
        }
        try {
            return provider.resolveCredentials();
        } catch (SdkException | IllegalStateException e) {
            if (settings.containsKey("credential_process")) {
                throw new OperationException(
                        "The credential_process of the profile " + name + " gave no credentials: run it to see why.",
                        e);
            }
            SIGN_IN.forEach((setting, command) -> {
                if (settings.containsKey(setting)) {
                    throw OperationException.ofAws(
                            "The session of the profile %s has ended, or there is none: %s --profile %s"
                                    .formatted(name, command, name),
                            e);
                }
            });
            throw e;
        }
    }

    private static Region defaultRegion(String profile) {
        try {
            return DefaultAwsRegionProviderChain.builder()
                    .profileName(profile)
                    .build()
                    .getRegion();
        } catch (SdkClientException e) {
            throw new OperationException(
                    "No Region is set: use --region, set AWS_REGION, or choose a profile that has one with --profile.",
                    e);
        }
    }

    @Override
    public <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configure(B builder) {
        return builder.overrideConfiguration(settings -> settings.defaultProfileName(profile))
                .httpClient(http)
                .region(region)
                .credentialsProvider(credentials);
    }

    @Override
    public void close() {
        http.close();
    }
}
