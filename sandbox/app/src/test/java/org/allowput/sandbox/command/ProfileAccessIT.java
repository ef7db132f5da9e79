package org.allowput.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.testing.Finished;
import org.allowput.ops.access.AccessCheck;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFixture;
import org.allowput.sandbox.deployed.Buckets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/check-access}, as it is run against AWS: with profiles of the AWS CLI, at the endpoint that is given. */
class ProfileAccessIT {
    private final Sandbox sandbox = SandboxFixture.sandbox();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void twoProfilesSufficeAndNothingIsLeftBehind() throws Exception {
        Finished run =
                checkAccess(sandbox.externalId(), "--source-profile=b", "--target-profile=a", "--outsider-profile=c");

        assertThat(run.output())
                .containsPattern("[1-9]\\d+ attempts, 0 not as expected; 1 not tried\\.")
                .contains("not tried: needs a profile of such a principal")
                .doesNotContain(sandbox.externalId());
        assertThat(run.status()).isZero();
        assertThat(sandbox.target().s3().listBuckets().buckets())
                .noneMatch(bucket -> bucket.name().startsWith("access-check-"));
        assertThat(probes()).isEmpty();
    }

    @Test
    void aSurpriseIsShownAndEndsWithOne() throws Exception {
        Finished run = checkAccess(sandbox.externalId() + "x", "--source-profile=b", "--target-profile=a");

        assertThat(run.output())
                .containsPattern("AssumeRole by B, right ExternalId +allowed +denied +WRONG")
                .as("attempts with a role that cannot be assumed")
                .doesNotContain("with the role");
        assertThat(run.status()).isEqualTo(1);
    }

    private Finished checkAccess(String externalId, String... arguments) throws IOException {
        Path credentials = folder.resolve("credentials");
        Files.writeString(
                credentials,
                profile("a", Emulator.TARGET_ACCOUNT)
                        + profile("b", Emulator.SOURCE_ACCOUNT)
                        + profile("c", "333333333333"));
        return Finished.of(new ExternalCommand(
                folder,
                Map.of(
                        "AWS_REGION", sandbox.target().region().id(),
                        "AWS_SHARED_CREDENTIALS_FILE", credentials.toString(),
                        "AWS_CONFIG_FILE", folder.resolve("config").toString(),
                        "AWS_ENDPOINT_URL", sandbox.target().endpoint().toString(),
                        "AWS_CA_BUNDLE",
                                sandbox.emulator().caBundle().toAbsolutePath().toString(),
                        "AWS_ENDPOINT_URL_S3", sandbox.strict().toString(),
                        "AWS_ENDPOINT_URL_STS", sandbox.strict().toString(),
                        "EXTERNAL_ID", externalId),
                CommandProcess.command(Stream.concat(Stream.of("check-access"), Stream.of(arguments))
                        .toArray(String[]::new))));
    }

    private static String profile(String name, String account) {
        return "[%s]%naws_access_key_id = %s%naws_secret_access_key = test%n".formatted(name, account);
    }

    private List<String> probes() {
        return new Buckets(sandbox).target().keys(AccessCheck.PREFIX);
    }
}
