package org.allowput.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxCommandTest {
    @TempDir
    Path state;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"up", "demo", "put", "ls", "invoke", "logs", "reconcile", "check-access", "env", "down"})
    void everyCommandExplainsItself(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).startsWith("Usage: bin/sandbox " + command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls", "reconcile", "check-access", "env b"})
    void whatNeedsASandboxSaysHowToStartOne(String command) {
        assertThat(run((command + " --state " + state).split(" "))).isEqualTo(1);
        assertThat(err).hasToString("The sandbox is not up. Start it: bin/sandbox up\n");
    }

    @Test
    void downWithoutUpDoesNothingAndSaysSo() {
        assertThat(run("down", "--state", state.toString())).isZero();
        assertThat(out).hasToString("The sandbox was not up.\n");
    }

    @Test
    void aMissingFileIsNamedBeforeAnythingElse() {
        assertThat(run("put", "no-such-file")).isEqualTo(1);
        assertThat(err).hasToString("no-such-file is not a file: name files to put.\n");
    }

    @Test
    void aSettingThatIsNoneIsRefused() {
        assertThat(run("up", "--state", state.toString(), "-c", "trigger")).isEqualTo(1);
        assertThat(err).hasToString("\"-c trigger\" is not of the form SETTING=VALUE.\n");
    }

    private int run(String... arguments) {
        return SandboxCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
