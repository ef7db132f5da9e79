package org.allowput.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.allowput.emulator.Emulator;
import org.allowput.ops.access.AccessCheck;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/check-access}, as it is run against AWS: with profiles of the AWS CLI, at the endpoint that is given. */
@ExtendWith(SandboxFixture.class)
class ProfileAccessIT {
    private final Sandbox sandbox;

    @TempDir
    private Path folder = Path.of("");

    ProfileAccessIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Test
    void twoProfilesSufficeAndNothingIsLeftBehind() throws Exception {
        Run run = checkAccess(sandbox.externalId(), "--source-profile=b", "--target-profile=a", "--outsider-profile=c");

        assertThat(run.output())
                .containsPattern("[1-9]\\d+ attempts, 0 not as expected; 1 not tried\\.")
                .contains("not tried: needs a profile of such a principal")
                .doesNotContain(sandbox.externalId());
        assertThat(run.exitCode()).isZero();
        assertThat(sandbox.target().s3().listBuckets().buckets())
                .noneMatch(bucket -> bucket.name().startsWith("access-check-"));
        assertThat(probes()).isEmpty();
    }

    @Test
    void aSurpriseIsShownAndEndsWithOne() throws Exception {
        Run run = checkAccess(sandbox.externalId() + "x", "--source-profile=b", "--target-profile=a");

        assertThat(run.output()).containsPattern("AssumeRole by B, right ExternalId +allowed +denied +WRONG");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void whatIsMissingIsSaidAtOnce() throws Exception {
        Run run = checkAccess("", "--source-profile=b");

        assertThat(run.output()).contains("Missing: --target-profile, or --other-bucket with --grant");
        assertThat(run.exitCode()).isEqualTo(3);
    }

    private record Run(int exitCode, String output) {}

    private Run checkAccess(String externalId, String... arguments) throws IOException, InterruptedException {
        Path credentials = folder.resolve("credentials");
        Files.writeString(
                credentials,
                profile("a", Emulator.TARGET_ACCOUNT)
                        + profile("b", Emulator.SOURCE_ACCOUNT)
                        + profile("c", "333333333333"));
        Path output = folder.resolve("output");
        List<String> command = CommandProcess.command(
                sandbox,
                Stream.concat(Stream.of("check-access"), Stream.of(arguments)).toArray(String[]::new));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("AWS_SHARED_CREDENTIALS_FILE", credentials.toString());
        builder.environment().put("AWS_CONFIG_FILE", folder.resolve("config").toString());
        builder.environment()
                .put("AWS_ENDPOINT_URL", sandbox.target().endpoint().toString());
        builder.environment().put("AWS_CA_BUNDLE", sandbox.emulator().caBundle().toString());
        for (String service : List.of("S3", "STS")) {
            builder.environment()
                    .put("AWS_ENDPOINT_URL_" + service, sandbox.strict().toString());
        }
        builder.environment().put("EXTERNAL_ID", externalId);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), Files.readString(output));
    }

    private static String profile(String name, String account) {
        return "[%s]%naws_access_key_id = %s%naws_secret_access_key = test%n".formatted(name, account);
    }

    private List<String> probes() {
        return sandbox
                .target()
                .s3()
                .listObjectsV2(request -> request.bucket(sandbox.targetBucket()).prefix(AccessCheck.PREFIX))
                .contents()
                .stream()
                .map(object -> object.key())
                .toList();
    }
}
