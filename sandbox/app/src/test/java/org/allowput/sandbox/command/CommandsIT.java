package org.allowput.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/sandbox}, with a sandbox that is up. */
@ExtendWith(SandboxFixture.class)
class CommandsIT {
    private final Sandbox sandbox;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    CommandsIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Test
    void upTwiceIsHarmless() throws IOException {
        String before = Files.readString(sandbox.stateDirectory().resolve("state.json"));

        assertThat(run("up")).as(err::toString).isZero();

        assertThat(out.toString())
                .startsWith("The sandbox is up at " + sandbox.emulator().endpoint());
        assertThat(sandbox.stateDirectory().resolve("state.json")).hasContent(before);
    }

    @Test
    void upWithOtherSettingsDeploysThemAndKeepsTheRest() throws IOException {
        assertThat(run("up", "-c", "optIns.replicateTags=true"))
                .as(err::toString)
                .isZero();
        try {
            assertThat(out.toString()).contains("deploying the settings that differ");
            assertThat(run("check-access")).as(out::toString).isZero();
            assertThat(out.toString()).containsPattern("PutObject with a tag +allowed +allowed +ok");

            assertThat(run("up", "-c", "optIns.replicateTags=true")).isZero();
            assertThat(out.toString()).doesNotContain("deploying");
        } finally {
            assertThat(run("up", "-c", "optIns.replicateTags=false")).isZero();
        }
        assertThat(run("check-access")).as(out::toString).isZero();
        assertThat(out.toString()).containsPattern("PutObject with a tag +denied +denied +ok");
    }

    @Test
    void putWaitsUntilTheObjectIsInAAndLsShowsItOnBothSides() throws IOException {
        Path file = Files.writeString(folder.resolve("letter.txt"), "Dear A");

        assertThat(run("put", "--prefix", "mail/", file.toString()))
                .as(err::toString)
                .isZero();
        assertThat(out.toString()).matches("mail/letter.txt: 6 bytes, in A's bucket \\d+ ms after the PUT in B's\n");

        assertThat(run("ls", "--prefix", "mail/")).isZero();
        assertThat(out.toString()).containsPattern("mail/letter.txt +6 +6\n");
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
    void watchShowsWhatIsPutAndReplicatedAsAValueForScriptsAndAsALineForPeople() throws IOException {
        Path file = Files.writeString(folder.resolve("watched.txt"), "seen");
        assertThat(run("put", "--prefix", "watched/", "--json", file.toString()))
                .isZero();
        assertThat(json(out.toString()))
                .containsEntry("key", "watched/watched.txt")
                .containsEntry("arrived", true);

        assertThat(run("watch", "--json", "--count", "2", "--interval", "0.1")).isZero();
        List<Map<String, Object>> readings =
                out.toString().lines().map(CommandsIT::json).toList();
        assertThat(readings).hasSize(2).allSatisfy(reading -> {
            assertThat((Integer) reading.get("put")).isPositive();
            assertThat((Integer) reading.get("copied")).isPositive();
            assertThat(reading).containsKeys("waiting", "inFlight", "failed", "deadLetters", "lagMillis");
        });

        assertThat(run("watch", "--count", "1")).isZero();
        assertThat(out.toString())
                .matches("  put \\d+, waiting \\d+, in flight \\d+, replicated \\d+, .*\n")
                .doesNotContain("\033");
    }

    @Test
    void whatAScriptWouldReadComesAsJson() throws IOException {
        Path file = Files.writeString(folder.resolve("read.txt"), "12345");
        assertThat(run("put", "--prefix", "script/", file.toString())).isZero();

        assertThat(run("ls", "--json", "--prefix", "script/")).isZero();
        assertThat(json(out.toString())).isEqualTo(Map.of("key", "script/read.txt", "source", 5, "target", 5));
        assertThat(run("env", "b", "--json")).isZero();
        assertThat(json(out.toString())).containsEntry("AWS_ACCESS_KEY_ID", Emulator.SOURCE_ACCOUNT);
        assertThat(run("redrive", "--json")).isZero();
        assertThat(json(out.toString())).containsOnlyKeys("moved", "inFlight");
        assertThat(run("check-access", "--json")).isZero();
        assertThat(out.toString().lines())
                .hasSize(14)
                .allSatisfy(line -> assertThat(json(line)).containsKeys("who", "action", "expected", "happened"));
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

    /** The scripts of {@code bin}, beside what this build has made. */
    @Test
    void commandsOfOperatorsWorkInTheSandboxWithWhatEnvPrints() throws IOException {
        BuiltCommands.copy(folder.resolve("checkout"), "status", "redrive", "rollback", "check-access");
        Path config = Files.writeString(folder.resolve("config"), "");
        assertThat(run("env", "b")).isZero();
        List<String> seen = new ArrayList<>();

        new ExternalCommand(
                        folder,
                        "bash",
                        "-c",
                        out
                                + "export AWS_CONFIG_FILE=%1$s AWS_SHARED_CREDENTIALS_FILE=%1$s; cd checkout\n"
                                        .formatted(config)
                                + "bin/status || [ $? = 1 ]; bin/redrive --dry-run && bin/rollback && echo all done")
                .run(seen::add);

        assertThat(seen)
                .anyMatch(line -> line.matches("processing +Enabled"))
                .anyMatch(line -> line.startsWith("last hour "))
                .anyMatch(line -> line.endsWith("in the dead-letter queue."))
                .contains("all done");
    }

    @Test
    void logsShowsWhatTheFunctionSaid() {
        assertThat(run("logs")).isZero();
        assertThat(out.toString()).contains("s3:TestEvent");
    }

    private static Map<String, Object> json(String line) {
        try {
            return JSON.std.mapFrom(line);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
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
