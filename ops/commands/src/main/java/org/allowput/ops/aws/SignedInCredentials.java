package org.allowput.ops.aws;

import java.util.Optional;
import java.util.function.Predicate;
import org.allowput.ops.cli.OperationException;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

/**
 * The credentials of a profile of the AWS CLI, or those that the AWS CLI would use by default. A profile that is named
 * goes before the environment's credentials, as with the AWS CLI.
 *
 * @see <a href="https://docs.aws.amazon.com/cli/latest/userguide/cli-chap-authentication.html">Authentication of the
 *     AWS CLI</a>
 */
final class SignedInCredentials implements AwsCredentialsProvider {
    private final Optional<String> profile;
    private final AwsCredentialsProvider delegate;

    /** @param profile that is named by an option; empty for the default */
    SignedInCredentials(Optional<String> profile) {
        this.profile = profile;
        this.delegate = profile.<AwsCredentialsProvider>map(ProfileCredentialsProvider::create)
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }

    /** Of the profile that is used. */
    static String name(Optional<String> profile) {
        return profile.orElseGet(ProfileFileSystemSetting.AWS_PROFILE::getStringValueOrThrow);
    }

    /** @throws OperationException if somebody has to sign in first */
    @Override
    public AwsCredentials resolveCredentials() {
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
            return delegate.resolveCredentials();
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
}
