package org.allowput.sandbox.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.allowput.emulator.Account;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.JavaFunctions;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.Nightly;
import org.allowput.emulator.testing.S3Bucket;
import org.allowput.sandbox.CdkCommandLine;
import org.allowput.sandbox.GeneratedExternalId;
import org.allowput.sandbox.NpmPackages;
import org.allowput.sandbox.StateDirectory;
import org.allowput.sandbox.command.CommandProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One cdk.json that describes two deployments of the same accounts, as docs/settings.md shows it, and one {@code cdk
 * deploy --all}.
 */
@Nightly(6)
class SeveralDeploymentsIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final List<String> NAMES = List.of("", "-staging");

    @TempDir
    private static Path folder = Path.of("");

    private static Emulator emulator;
    private static RunningFunctions functions;

    @BeforeAll
    static void deploy() throws Exception {
        emulator = Emulator.start(folder, JavaFunctions.emulatorVariables(folder));
        functions = RunningFunctions.start(emulator, folder, PlainDeployments.RETRIED_SOON);
        NpmPackages.CDK.ensure(Checkout.current(), ignored -> {});
        CdkCommandLine cdk = new CdkCommandLine(
                Checkout.current(),
                new StateDirectory(folder),
                emulator.address(),
                functions.strictEndpoint(),
                GeneratedExternalId.random());
        try (ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> target = tasks.submit(() -> cdk.bootstrap(emulator.target()));
            cdk.bootstrap(emulator.source());
            target.get();
        }
        List<String> words = new ArrayList<>(cdk.deployment());
        // As for users, by build/cdk-app, which the other tests do not run.
        words.addAll(List.of(
                "--app", Checkout.current().root().resolve("build/cdk-app").toString()));
        cdk.run(app(), words, emulator.target(), line -> {});
    }

    /** A cdk.json beside the one of this repository. */
    private static Path app() throws IOException {
        Map<String, Object> file = new TreeMap<>(
                JSON.std.mapFrom(Files.readString(Checkout.current().root().resolve("cdk.json"))));
        Map<String, String> target = Map.of("account", Emulator.TARGET_ACCOUNT);
        Map<String, String> source = Map.of("account", Emulator.SOURCE_ACCOUNT);
        file.put(
                "context",
                Map.of(
                        "replication",
                        List.of(
                                Map.of("target", target, "source", source),
                                Map.of("name", "staging", "target", target, "source", source)),
                        "alarms.email",
                        "none",
                        "target.alarms.email",
                        "none"));
        Path app = Files.createDirectories(folder.resolve("app"));
        Files.writeString(app.resolve("cdk.json"), JSON.std.asString(file));
        return app;
    }

    @AfterAll
    static void end() {
        functions.close();
        emulator.close();
    }

    @Test
    void bothReplicateSideBySideAndNeitherTheOthersObjects() {
        for (String name : NAMES) {
            bucket(emulator.source(), "ReplicationSource" + name, "SourceBucketName")
                    .put("of" + name, "content");
        }
        for (String name : NAMES) {
            S3Bucket bucket = bucket(emulator.target(), "ReplicationTarget" + name, "TargetBucketName");
            assertThat(Eventually.until(TIMEOUT, "an object arrives", () -> bucket.keys(), keys -> !keys.isEmpty()))
                    .containsExactly("of" + name);
        }
    }

    @Test
    void aCommandIsAboutTheDeploymentOfTheNameThatItGets() throws Exception {
        Map<String, String> staging = PlainDeployments.outputs(emulator.source(), "ReplicationSource-staging");
        assertThat(staging).containsEntry("DeploymentName", "staging");

        CommandProcess commands = new CommandProcess(emulator);
        assertThat(commands.run("pause", "--name", "staging").output()).startsWith("Paused. ");
        assertThat(commands.run("status", "--name", "staging").output()).containsPattern("processing +Disabled");
        assertThat(commands.run("status").output()).containsPattern("processing +Enabled");
        assertThat(commands.run("resume", "--name", "staging").output()).startsWith("Resumed. ");
    }

    private static S3Bucket bucket(Account account, String stack, String output) {
        Map<String, String> outputs = PlainDeployments.outputs(account, stack);
        return new S3Bucket(account, Objects.requireNonNull(outputs.get(output), output));
    }
}
