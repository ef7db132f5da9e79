package org.allowput.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.testing.ErrorPage;
import org.allowput.emulator.testing.Finished;
import org.allowput.ops.access.AccessCheck;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFixture;
import org.allowput.sandbox.deployed.Buckets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar of a release, as a person without a checkout runs it; and {@code bin/check-access}, as it is run against AWS:
 * with profiles of the AWS CLI, at the endpoint that is given.
 */
class RunnableJarIT {
    private static final Path ROOT = Checkout.current().root();

    private final Sandbox sandbox = SandboxFixture.sandbox();
    private final List<String> seen = new ArrayList<>();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void helpNamesTheCommandsAndHowTheyAreTyped() {
        assertThat(run("--help")).isZero();
        assertThat(seen).anyMatch(line -> line.matches("  status +Prints which version is live.*"));

        assertThat(run("status", "--help")).isZero();
        assertThat(String.join("\n", seen))
                .startsWith("Usage: java -jar allow-put-to-s3.jar status ")
                .contains("  java -jar allow-put-to-s3.jar status --profile b --json")
                .doesNotContain("bin/");

        assertThat(run("prove-access", "--help")).isZero();
        assertThat(String.join("\n", seen))
                .contains("  java -jar allow-put-to-s3.jar prove-access --profile a")
                .doesNotContain("bin/");
    }

    @Test
    void aCommandIsRunInAnAccount() {
        assertThat(run("redrive", "--dry-run")).isZero();
        assertThat(seen.getLast()).startsWith("messages  ");

        assertThat(run("status")).isBetween(0, 1);
        assertThat(seen).anyMatch(line -> line.matches("processing +Enabled"));
    }

    @Test
    void aTemplateIsProven() {
        assertThat(run(
                        "prove-access",
                        "--template",
                        ROOT.resolve("templates/ReplicationTarget.yaml").toString(),
                        "--parameter",
                        "SourceAccount=222222222222",
                        "--parameter",
                        "BucketName=target",
                        "--parameter",
                        "AlarmEmail=a@example.com"))
                .isZero();
        assertThat(seen).anyMatch(line -> line.contains("A session of AllowPutToS3 can only"));
        assertThat(seen).noneMatch(line -> line.contains("WARNING"));
    }

    /** With a JDK beside the one that runs this test, if there is an older one. */
    @Test
    void anOlderJdkIsRefused() throws IOException {
        Path jdks = Path.of(System.getProperty("java.home")).resolveSibling("");
        Optional<Path> older;
        try (Stream<Path> homes = Files.list(jdks)) {
            older = homes.filter(home -> Files.isExecutable(home.resolve("bin/java")))
                    .filter(home -> home.getFileName().toString().matches(".*\\b17\\b.*"))
                    .findFirst();
        }
        assumeThat(older).as("JDK 17 in " + jdks).isPresent();
        Path home = older.get().toRealPath();

        assertThat(runWith(home)).isEqualTo(3);
        ErrorPage.holds(
                "The JDK that runs the jar is too old",
                String.join("\n", seen),
                Map.of(home.toString(), "JAVA_HOME", "allow-put-to-s3.jar", "JAR"));
    }

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
        assertThat(new Buckets(sandbox).target().keys(AccessCheck.PREFIX)).isEmpty();
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

    private int run(String... arguments) {
        return runWith(Path.of(System.getProperty("java.home")), arguments);
    }

    private int runWith(Path javaHome, String... arguments) {
        seen.clear();
        Path jar = folder.resolve("allow-put-to-s3.jar");
        if (!Files.exists(jar)) {
            new ExternalCommand(
                            folder,
                            "cp",
                            ROOT.resolve("ops/jar/target/allow-put-to-s3.jar").toString(),
                            jar.toString())
                    .run(seen::add);
        }
        List<String> words =
                new ArrayList<>(List.of(javaHome.resolve("bin/java").toString(), "-jar", "allow-put-to-s3.jar"));
        words.addAll(List.of(arguments));
        return new ExternalCommand(folder, words.toArray(String[]::new))
                .with(sandbox.emulator().address().variables(sandbox.source()))
                .run(seen::add);
    }
}
