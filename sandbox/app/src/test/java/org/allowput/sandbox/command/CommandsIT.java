package org.allowput.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.Nightly;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxAccess;
import org.allowput.sandbox.SandboxFixture;
import org.allowput.sandbox.deployed.Buckets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/sandbox}, with a sandbox that is up. */
class CommandsIT {
    private final Sandbox sandbox = SandboxFixture.sandbox();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void upTwiceIsHarmless() throws IOException {
        String before = Files.readString(sandbox.stateDirectory().resolve("state.json"));

        assertThat(run("up")).as(err::toString).isZero();

        assertThat(out.toString())
                .startsWith("The sandbox is up at " + sandbox.emulator().endpoint());
        assertThat(sandbox.stateDirectory().resolve("state.json")).hasContent(before);
    }

    @Test
    @Nightly(2)
    void upWithOtherSettingsDeploysThemAndKeepsTheRest() throws IOException {
        assertThat(run("up", "-c", "optIns.replicateTags=true"))
                .as(err::toString)
                .isZero();
        try {
            assertThat(out.toString()).contains("deploying the settings that differ");
            assertThat(tagging()).isEqualTo("allowed allowed");

            assertThat(run("up", "-c", "optIns.replicateTags=true")).isZero();
            assertThat(out.toString()).doesNotContain("deploying");
        } finally {
            assertThat(run("up", "-c", "optIns.replicateTags=false")).isZero();
        }
        assertThat(tagging()).isEqualTo("denied denied");
    }

    @Test
    void upWithAnotherNameDeploysBesideWhatIsUp() throws Exception {
        assertThat(run("up", "-c", "name=prod")).as(err::toString).isZero();
        assertThat(out.toString())
                .contains("deploying two more stacks", "The sandbox is up at ", "The deployment prod is up at ");
        try (Sandbox prod = Sandbox.attach(sandbox.directory(), "prod")) {
            for (Sandbox each : List.of(sandbox, prod)) {
                new Buckets(each).source().put("from/" + each.sourceBucket(), "content");
            }
            for (Sandbox each : List.of(sandbox, prod)) {
                new Buckets(each).arrived("from/" + each.sourceBucket());
            }
            assertThat(new Buckets(prod).target().keys()).containsExactly("from/" + prod.sourceBucket());

            CommandProcess commands = new CommandProcess(sandbox);
            String key = "from/" + prod.sourceBucket();
            String copied = "copied: " + key + " → s3://" + prod.targetBucket() + "/" + key;
            Eventually.until(
                    Duration.ofMinutes(1),
                    "where says that it is copied",
                    () -> commands.run("where", "--name", "prod", key).output(),
                    answer -> answer.contains(copied));
            assertThat(commands.run("status", "--name", "prod").output()).containsPattern("processing +Enabled");
            assertThat(run("env", "b", "--name", "prod")).isZero();
            assertThat(out.toString()).contains("SOURCE_BUCKET='" + prod.sourceBucket() + "'");
        }
        assertThat(run("env", "b", "--name", "test")).isNotZero();
        assertThat(err.toString()).contains("No deployment test is up, only ", "prod", "bin/sandbox up -c name=test");

        assertThat(run("up", "-c", "name=prod")).isZero();
        assertThat(out.toString()).doesNotContain("deploying");
    }

    /** Whether a put with a tag is to be allowed by the outputs as they are now, and is. */
    private String tagging() {
        try (Sandbox now = Sandbox.attach(sandbox.directory())) {
            return SandboxAccess.check(now).stream()
                    .filter(attempt -> attempt.action().equals("PutObject with a tag"))
                    .map(attempt -> attempt.expected() + " " + attempt.happened())
                    .collect(Collectors.joining());
        }
    }

    @Test
    void demoShowsEveryObjectAndEveryRefusal() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "a");
        Files.createDirectory(folder.resolve("deep"));
        Files.writeString(folder.resolve("deep/日本.json"), "{}");

        assertThat(run("demo", folder.toString())).as(() -> out + "\n" + err).isZero();

        assertThat(out.toString())
                .containsPattern("/a.txt +1 +\\d+ ms +identical\n")
                .containsPattern("/deep/日本.json +2 +\\d+ ms +identical\n")
                .containsPattern("[1-9]\\d+ attempts, 0 not as expected; 0 not tried\\.")
                .doesNotContain(sandbox.externalId());
    }

    @Test
    void whatAScriptWouldReadComesAsJson() throws IOException {
        assertThat(run("env", "b", "--json")).isZero();
        assertThat(JSON.std.mapFrom(out.toString())).containsEntry("AWS_ACCESS_KEY_ID", Emulator.SOURCE_ACCOUNT);
    }

    @Test
    void invokeAnswersWithTheFunctionsOwnAnswer() {
        Path events = Checkout.current().root().resolve("events");

        assertThat(run("invoke", events.resolve("sqs-s3-put.json").toString())).isZero();
        assertThat(out).hasToString("{\"batchItemFailures\":[]}\n");
    }

    @Test
    void invokeEndsWith1WhenTheFunctionDoesNotKnowTheEvent() {
        Path events = Checkout.current().root().resolve("events");

        assertThat(run("invoke", events.resolve("unknown-object.json").toString()))
                .isEqualTo(1);
        assertThat(out.toString()).contains("errorMessage").contains("UnrecognisedEventException");
    }

    @Test
    void envLetsAnyProgramActAsTheAdministratorOfEitherAccount() {
        for (Map.Entry<String, String> account : Map.of("a", Emulator.TARGET_ACCOUNT, "b", Emulator.SOURCE_ACCOUNT)
                .entrySet()) {
            assertThat(run("env", account.getKey())).isZero();
            List<String> seen = new ArrayList<>();
            new ExternalCommand(
                            folder,
                            "bash",
                            "-c",
                            out + "\necho $AWS_ACCESS_KEY_ID; curl -sS --fail --cacert \"$AWS_CA_BUNDLE\" "
                                    + "-o /dev/null \"$AWS_ENDPOINT_URL/_ministack/health\" && echo reached")
                    .run(seen::add);
            assertThat(seen).containsExactly(account.getValue(), "reached");
            assertThat(out.toString()).doesNotContain(sandbox.externalId());
        }
    }

    @Test
    void logsShowsWhatTheFunctionSaid() {
        assertThat(run("logs")).isZero();
        assertThat(out.toString()).contains("s3:TestEvent");
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(1, List.of("--state", sandbox.stateDirectory().toString()));
        out.getBuffer().setLength(0);
        return SandboxCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}
