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
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.testing.ErrorPage;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar of a release, as a person without a checkout runs it. */
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
        assertThat(seen.getLast()).endsWith("in the dead-letter queue.");

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
