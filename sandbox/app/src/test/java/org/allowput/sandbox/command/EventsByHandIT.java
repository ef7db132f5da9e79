package org.allowput.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.Finished;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFixture;
import org.allowput.sandbox.deployed.AwsCli;
import org.allowput.sandbox.deployed.Buckets;
import org.allowput.sandbox.deployed.RunbookCommands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The section "event" of docs/commands.md, and the commands of docs/sandbox.md, as written. */
class EventsByHandIT {
    private static final String CONTENT = "by hand";

    private final Sandbox sandbox = SandboxFixture.sandbox();
    private final Buckets buckets = new Buckets(sandbox);
    private final String key = "events-by-hand/" + UUID.randomUUID() + ".csv";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theCommandsOfThePageCopyAnObject() throws Exception {
        List<String> blocks = RunbookCommands.asWritten("commands.md", "event");
        assertThat(blocks).hasSize(3);
        programs();
        AwsCli cli = new AwsCli(sandbox.emulator(), folder);
        String before = cli.declared(sandbox.source());
        buckets.source().put(key, CONTENT);
        awaitTheCopy();

        buckets.target().delete(key);
        Finished sent = cli.run(sandbox.source(), before + blocks.getFirst().replace("in/a.csv", key));
        assertThat(sent.output()).isEqualTo("1 of 1 sent to the queue\n");
        awaitTheCopy();

        assertCopiedBy(cli, before + blocks.get(1).replace("in/a.csv", key));
        assertCopiedBy(cli, blocks.getLast());
    }

    @Test
    void theAwsCliAndTheCommandsOfBinWorkInTheSandboxWithWhatEnvPrints() throws Exception {
        programs();
        Files.writeString(folder.resolve("README.md"), CONTENT);
        Files.createSymbolicLink(
                folder.resolve(".sandbox"), sandbox.stateDirectory().toAbsolutePath());
        String commands =
                String.join("", RunbookCommands.asWritten("sandbox.md", "With the AWS CLI and the commands of bin"));
        assertThat(commands).contains("env b)", "bin/status\n");

        // The variables of the other account are replaced.
        Finished result = new AwsCli(sandbox.emulator(), folder)
                .run(sandbox.target(), commands.replace("bin/status\n", "bin/status || [ $? = 1 ]\n"));

        assertThat(result.succeeded())
                .containsPattern("\nprocessing +Enabled\n")
                .contains("AssumedRoleUser");
        assertThat(buckets.source().text("README.md")).isEqualTo(CONTENT);
    }

    private void assertCopiedBy(AwsCli cli, String commands) {
        buckets.target().delete(key);

        Finished result = cli.run(sandbox.source(), commands);

        assertThat(result.succeeded()).contains("null").doesNotContain("FunctionError");
        assertThat(buckets.target().text(key)).as(commands).isEqualTo(CONTENT);
    }

    private void awaitTheCopy() {
        Eventually.until(
                Duration.ofMinutes(1), "the copy", () -> buckets.target().head(key), Optional::isPresent);
    }

    /** Commands of operators with what this build has made, and {@code bin/sandbox} for the sandbox under test. */
    private void programs() throws IOException {
        BuiltCommands.copy(folder, "event", "status");
        Path program = Files.writeString(folder.resolve("bin/sandbox"), """
            #!/usr/bin/env bash
            exec "%s/bin/java" -XX:TieredStopAtLevel=1 -Dsandbox.checkout="%s" -cp "%s" %s "$1" --state "%s" "${@:2}"
            """.formatted(
                        System.getProperty("java.home"),
                        Checkout.current().root(),
                        System.getProperty("java.class.path"),
                        SandboxCommand.class.getName(),
                        sandbox.stateDirectory().toAbsolutePath()));
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }
}
