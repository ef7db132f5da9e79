package org.allowput.sandbox.deployments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.allowput.contract.FailureCause;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.Nightly;
import org.allowput.emulator.testing.S3Bucket;
import org.allowput.lambda.report.Metrics;
import org.allowput.sandbox.CdkCommandLine;
import org.allowput.sandbox.GeneratedExternalId;
import org.allowput.sandbox.NpmPackages;
import org.allowput.sandbox.StateDirectory;
import org.allowput.sandbox.command.CommandProcess;
import org.allowput.sandbox.deployed.AwsCli;
import org.allowput.sandbox.deployed.EmbeddedMetrics;
import org.allowput.sandbox.deployed.RunbookCommands;
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
    private static final FunctionHosts HOSTS =
            new FunctionHosts(List.of("ReplicateObjects", "ReplicateObjects-staging"));

    @TempDir
    private static Path folder = Path.of("");

    private static Emulator emulator;

    @BeforeAll
    static void deploy() throws Exception {
        emulator = Emulator.start(folder, HOSTS.emulatorVariables());
        HOSTS.start(emulator, folder, PlainDeployments.RETRIED_SOON);
        NpmPackages.CDK.ensure(Checkout.current(), ignored -> {});
        CdkCommandLine cdk = new CdkCommandLine(
                Checkout.current(),
                new StateDirectory(folder),
                emulator.address(),
                HOSTS.strictEndpoint(),
                GeneratedExternalId.random());
        try (ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> target = tasks.submit(() -> cdk.bootstrap(emulator.target()));
            cdk.bootstrap(emulator.source());
            target.get();
        }
        List<String> words = new ArrayList<>(cdk.deployment(NAMES.stream()
                .flatMap(name -> Stream.of("ReplicationTarget" + name, "ReplicationSource" + name))
                .toList()));
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
        HOSTS.close();
        emulator.close();
    }

    @Test
    void bothReplicateSideBySideAndNeitherTheOthersObjects() {
        for (String name : NAMES) {
            String bucket = PlainDeployments.outputs(emulator.source(), "ReplicationSource" + name)
                    .get("SourceBucketName");
            new S3Bucket(emulator.source(), bucket).put("of" + name, "content");
        }
        for (String name : NAMES) {
            S3Bucket bucket = new S3Bucket(
                    emulator.target(),
                    PlainDeployments.outputs(emulator.target(), "ReplicationTarget" + name)
                            .get("TargetBucketName"));
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

    /** The functions wrote the metrics to their log; the emulator makes none of it. */
    @Test
    void theStatusCountsWhatTheDeploymentOfThatNameCopied() throws Exception {
        bothReplicateSideBySideAndNeitherTheOthersObjects();
        Eventually.until(
                TIMEOUT,
                "both functions write metrics",
                () -> HOSTS.log().filter(SeveralDeploymentsIT::isOfACopy).toList(),
                lines -> lines.size() >= NAMES.size());
        EmbeddedMetrics.publish(
                emulator.source(),
                HOSTS.log().filter(SeveralDeploymentsIT::isOfACopy).toList());
        Map<String, String> staging = PlainDeployments.outputs(emulator.source(), "ReplicationSource-staging");
        Metrics metrics = new Metrics("staging", staging.get("TargetBucketName"), InstantSource.system());
        metrics.failed(FailureCause.ACCESS_DENIED.label());
        Metrics others = new Metrics("", staging.get("TargetBucketName"), InstantSource.system());
        others.failed(FailureCause.PERMANENT.label());
        List<String> lines = new ArrayList<>();
        metrics.writeTo(lines::add);
        others.writeTo(lines::add);
        EmbeddedMetrics.publish(emulator.source(), lines);

        CommandProcess commands = new CommandProcess(emulator);
        String named = commands.run("status", "--name", "staging").output();
        String unnamed = commands.run("status").output();
        String loop = (RunbookCommands.variables()
                        + RunbookCommands.of("commands.md").with("--metric-name ObjectsFailed"))
                .replace("ReplicationSource", "ReplicationSource-staging");
        String counted =
                new AwsCli(emulator, folder).run(emulator.source(), loop).output();
        assertSoftly(all -> {
            all.assertThat(named).containsPattern("last hour +[1-9]\\d* copied, 1 failed\n  AccessDenied +1\n$");
            all.assertThat(unnamed).containsPattern("last hour +[1-9]\\d* copied, 0 failed\n$");
            all.assertThat(counted)
                    .containsPattern("AccessDenied\\s+1\\.0\n")
                    .doesNotContainPattern("Permanent\\s+\\d");
        });
    }

    private static boolean isOfACopy(String line) {
        return line.contains("\"ObjectsCopied\":[1]");
    }
}
