package org.allowput.sandbox.deployments;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.allowput.emulator.Account;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.PrivateFiles;
import org.allowput.emulator.local.TlsCertificate;
import org.allowput.emulator.testing.CommandJvmOptions;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.Nightly;
import org.allowput.ops.cli.Operations;
import org.allowput.sandbox.NpmPackages;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code bin/acceptance} as it is run against AWS: with two profiles, whose endpoint is the emulator. */
class AcceptanceIT {
    private static final Path FOLDER = Path.of("target/acceptance").toAbsolutePath();
    private static final String NAME = "acc-it";

    static AcceptanceEmulator emulator;

    @BeforeAll
    static void start() throws IOException {
        PrivateFiles.delete(FOLDER);
        PrivateFiles.folder(FOLDER);
        NpmPackages.CDK.ensure(Checkout.current(), progress -> {});
        emulator = new AcceptanceEmulator(
                FOLDER,
                List.of(
                        "ReplicateObjects-" + NAME + "-plain",
                        "ReplicateObjects-" + NAME,
                        "ReplicateObjects-" + NAME + "-large-objects"));
        Files.writeString(
                FOLDER.resolve("config"),
                profile("a", Emulator.TARGET_ACCOUNT) + profile("b", Emulator.SOURCE_ACCOUNT));
    }

    @AfterAll
    static void end() throws Exception {
        emulator.close();
    }

    @Test
    void everythingIsDeployedCheckedMeasuredAndRemovedAndTheProtocolHasNoNames() throws Exception {
        Path output = FOLDER.resolve("output");
        Process process = start("--output", output.toString());

        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        String printed = printed();
        assertThat(process.exitValue()).as(printed).isZero();
        assertThat(printed).contains("Everything that was created is removed.");

        String protocol = Files.readString(output.resolve("protocol.md"));
        assertThat(verdicts(protocol, "FAILED")).isEmpty();
        int passed = verdicts(protocol, "passed").size();
        int unanswered = verdicts(protocol, "not answered here").size();
        assertThat(Files.readString(Checkout.current().root().resolve("docs/acceptance.md")))
                .contains("%d of its %d checks; the other %d are reported as *not answered here*"
                        .formatted(passed, passed + unanswered, unanswered));
        assertThat(left()).isEmpty();
        try (Stream<Path> files = Files.walk(output)) {
            for (Path file : files.filter(each -> each.toString().matches(".*(protocol|observed).*"))
                    .toList()) {
                assertThat(Files.readString(file))
                        .as(file.toString())
                        .doesNotContain(
                                Emulator.TARGET_ACCOUNT, NAME, "arn:aws:s3:::acc", "-plain-target-", "-plain-source-");
            }
        }
        assertThat(protocol).doesNotContainPattern("[0-9]{12}|arn:aws");
    }

    @Test
    @Nightly(6)
    void afterCtrlCInTheMiddleNothingIsLeft() throws Exception {
        Path output = FOLDER.resolve("interrupted");
        Process process = start("--output", output.toString());
        Eventually.until(
                Duration.ofMinutes(2),
                "a check of the deployed stacks",
                AcceptanceIT::printed,
                text -> text.contains("with the role: PutObject"));

        // SIGTERM, which ends a JVM as SIGINT does.
        process.destroy();

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(printed())
                .contains("interrupted: removing what was created", "Everything that was created is removed.");
        assertThat(left()).isEmpty();
        assertThat(Files.readString(output.resolve("protocol.md"))).contains("The run was interrupted.");
    }

    private static String printed() {
        try {
            // In the encoding of this computer: only its ASCII characters are compared.
            return new String(Files.readAllBytes(FOLDER.resolve("printed")), US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> verdicts(String protocol, String verdict) {
        return protocol.lines()
                .filter(line -> line.contains(" | " + verdict + " | "))
                .toList();
    }

    private static Process start(String... options) throws IOException {
        List<String> words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        words.addAll(TlsCertificate.trustedBy(emulator.emulator().trustStore()));
        words.addAll(CommandJvmOptions.options());
        words.addAll(List.of(
                "-Dallowput.checkout=" + Checkout.current().root(),
                Operations.class.getName(),
                "acceptance",
                "--target-profile=a",
                "--source-profile=b",
                "--name=" + NAME,
                "--large=32MiB",
                "--objects=10",
                "--yes"));
        words.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(FOLDER.resolve("printed").toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("AWS_"));
        String bundle = emulator.emulator().caBundle().toString();
        environment.putAll(Map.of(
                "AWS_CONFIG_FILE",
                FOLDER.resolve("config").toString(),
                "AWS_SHARED_CREDENTIALS_FILE",
                FOLDER.resolve("credentials").toString(),
                "AWS_ENDPOINT_URL_CLOUDFORMATION",
                emulator.strictEndpoint().toString(),
                "AWS_CA_BUNDLE",
                bundle,
                "NODE_EXTRA_CA_CERTS",
                bundle,
                "NO_PROXY",
                "localhost,127.0.0.1",
                "CDK_HOME",
                FOLDER.resolve("cdk").toString()));
        return builder.start();
    }

    private static String profile(String name, String account) {
        return "[profile %s]%naws_access_key_id = %s%naws_secret_access_key = %s%nregion = us-east-1%nendpoint_url = %s%n"
                .formatted(
                        name,
                        account,
                        Account.ADMINISTRATOR_SECRET,
                        emulator.emulator().endpoint());
    }

    /** Stacks, buckets, log groups and roles of the run, in both accounts. */
    private static List<String> left() {
        List<String> left = new ArrayList<>();
        for (Account account :
                List.of(emulator.emulator().target(), emulator.emulator().source())) {
            account.cloudFormation().listStacks().stackSummaries().stream()
                    .filter(stack -> !stack.stackStatusAsString().equals("DELETE_COMPLETE"))
                    .forEach(stack -> left.add(stack.stackName()));
            account.s3().listBuckets().buckets().forEach(bucket -> left.add(bucket.name()));
            account.iam().listRoles().roles().forEach(role -> left.add(role.roleName()));
        }
        return left;
    }
}
