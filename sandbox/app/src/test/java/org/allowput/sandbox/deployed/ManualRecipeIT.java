package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.Account;
import org.allowput.emulator.local.TlsCertificate;
import org.allowput.emulator.testing.Eventually;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

/** What a person of account B can do by hand against what was deployed. */
@ExtendWith(SandboxFixture.class)
class ManualRecipeIT {
    private final Sandbox sandbox;

    ManualRecipeIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Test
    void theCommandOfTheOutputGivesThreeValuesThatPut() {
        Map<String, String> options = options(sandbox.output(StackOutput.ASSUME_ROLE_COMMAND));
        assertThat(options).containsEntry("--external-id", "<ExternalId>");

        Credentials session = sandbox.source()
                .sts()
                .assumeRole(request -> request.roleArn(options.get("--role-arn"))
                        .roleSessionName(options.get("--role-session-name"))
                        .externalId(sandbox.externalId()))
                .credentials();

        puts(
                "by-hand",
                StaticCredentialsProvider.create(AwsSessionCredentials.create(
                        session.accessKeyId(), session.secretAccessKey(), session.sessionToken())));
    }

    @Test
    void theProfileOfTheOutputAssumesByItself(@TempDir Path folder) throws IOException {
        assertThat(sandbox.output(StackOutput.AWS_CLI_PROFILE)).contains("external_id = <ExternalId>");
        try (ProfileCredentialsProvider profile = profile(folder, sandbox.externalId())) {
            puts("by-profile", profile);
        }
    }

    @Test
    void aProfileWithAnotherIdIsRefused(@TempDir Path folder) throws IOException {
        try (ProfileCredentialsProvider profile = profile(folder, sandbox.externalId() + "x")) {
            withDefaults(() -> assertThatThrownBy(profile::resolveCredentials)
                    .isInstanceOfSatisfying(
                            StsException.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied")));
        }
    }

    @Test
    void aClientThatAssumesTheRolePutsAndRenewsItsCredentials() {
        try (StsAssumeRoleCredentialsProvider provider = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sandbox.source().sts())
                .refreshRequest(request -> request.roleArn(sandbox.roleArn())
                        .roleSessionName("by-code")
                        .externalId(sandbox.externalId())
                        .durationSeconds(900))
                .staleTime(Duration.ofHours(1))
                .prefetchTime(Duration.ofHours(1))
                .build()) {
            puts("by-code", provider);

            AwsCredentials first = provider.resolveCredentials();
            AwsCredentials renewed = Eventually.until(
                    Duration.ofSeconds(30),
                    "credentials that are stale at once are renewed",
                    provider::resolveCredentials,
                    now -> !now.accessKeyId().equals(first.accessKeyId()));
            puts("by-code-again", StaticCredentialsProvider.create(renewed));
        }
    }

    private void puts(String key, AwsCredentialsProvider caller) {
        withDefaults(() -> sandbox.target()
                .as(caller)
                .s3()
                .putObject(
                        request -> request.bucket(sandbox.targetBucket()).key(key),
                        RequestBody.fromString("put " + key)));

        assertThat(sandbox.target()
                        .s3()
                        .getObjectAsBytes(request ->
                                request.bucket(sandbox.targetBucket()).key(key))
                        .asUtf8String())
                .isEqualTo("put " + key);
    }

    /** What {@code ~/.aws/config} holds then: the output with the id filled in, and the person's own credentials. */
    private ProfileCredentialsProvider profile(Path folder, String externalId) throws IOException {
        Path config = Files.writeString(
                folder.resolve("config"),
                sandbox.output(StackOutput.AWS_CLI_PROFILE).replace("<ExternalId>", externalId)
                        + "\n[default]\naws_access_key_id = " + sandbox.source().id()
                        + "\naws_secret_access_key = " + Account.ADMINISTRATOR_SECRET + "\n");
        return ProfileCredentialsProvider.builder()
                .profileFile(ProfileFile.builder()
                        .content(config)
                        .type(ProfileFile.Type.CONFIGURATION)
                        .build())
                .profileName("allow-put-to-s3")
                .build();
    }

    /** With the emulator as AWS for SDK clients that nobody configures, such as the one a profile makes. */
    private void withDefaults(Runnable work) {
        Map<String, String> properties = Map.of(
                "aws.endpointUrl", sandbox.emulator().endpoint().toString(),
                "javax.net.ssl.trustStore", sandbox.emulator().trustStore().toString(),
                "javax.net.ssl.trustStorePassword", TlsCertificate.TRUST_STORE_PASSWORD);
        properties.forEach(System::setProperty);
        try {
            work.run();
        } finally {
            properties.keySet().forEach(System::clearProperty);
        }
    }

    private static Map<String, String> options(String command) {
        String[] words = command.split(" ", -1);
        Map<String, String> options = new HashMap<>();
        for (int word = 0; word < words.length - 1; word++) {
            if (words[word].startsWith("--")) {
                options.put(words[word], words[word + 1]);
            }
        }
        return options;
    }
}
