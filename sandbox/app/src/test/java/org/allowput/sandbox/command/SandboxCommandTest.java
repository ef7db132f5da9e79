package org.allowput.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.allowput.emulator.local.ExternalCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxCommandTest {
    @TempDir
    Path state;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @MethodSource
    void everyCommandExplainsItselfWithExamplesThatItTakesAndItsExitCodes(String command) {
        assertThat(run(command, "--help")).isZero();

        assertThat(out.toString())
                .startsWith("Usage: bin/sandbox " + command)
                .contains("Exit codes:", "  0 ", "  1 ", "  2 ", "  130 ")
                .doesNotContain("\033");
        List<String> examples = out.toString()
                .lines()
                .filter(line -> line.startsWith("  ") && line.contains("bin/sandbox " + command))
                .map(line -> line.replaceFirst(".*?bin/sandbox ", "").replaceFirst("    .*|[)\"].*", ""))
                .toList();
        assertThat(examples)
                .as(out.toString())
                .isNotEmpty()
                .allSatisfy(example -> assertThatCode(
                                () -> SandboxCommand.commandLine().parseArgs(example.split(" ")))
                        .doesNotThrowAnyException());
    }

    static Set<String> everyCommandExplainsItselfWithExamplesThatItTakesAndItsExitCodes() {
        return SandboxCommand.commandLine().getSubcommands().keySet();
    }

    @Test
    void aWrongCommandLineEndsWith2AndSaysWhatIsThere() {
        assertThat(run("wach")).isEqualTo(2);
        assertThat(err.toString()).contains("'wach'").contains("watch");

        assertThat(run("put")).isEqualTo(2);
        assertThat(err.toString()).contains("FILE");
    }

    @Test
    void theCompletionScriptCompletesCommandsAndOptionsInBash() {
        assertThat(run("completion")).isZero();
        List<String> completed = new ArrayList<>();
        new ExternalCommand(state, "bash", "-c", out + """

            complete_it() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _complete_sandbox 2>/dev/null; echo "${COMPREPLY[@]}"; }
            complete_it bin/sandbox ch
            complete_it bin/sandbox watch --js
            complete -p sandbox
            """).run(completed::add);

        assertThat(completed).hasSize(3);
        assertThat(completed.get(0)).isEqualTo("check-access");
        assertThat(completed.get(1)).isEqualTo("--json");
        assertThat(completed.get(2)).contains("-F _complete_sandbox");
    }

    @Test
    void colourIsForTerminalsAndForThoseWhoDoNotDeclineIt() {
        assertThat(Terminal.of(true, Map.of("TERM", "xterm"))).isEqualTo(new Terminal(true, true));
        assertThat(Terminal.of(true, Map.of("NO_COLOR", "1"))).isEqualTo(new Terminal(true, false));
        assertThat(Terminal.of(true, Map.of("NO_COLOR", ""))).isEqualTo(new Terminal(true, true));
        assertThat(Terminal.of(true, Map.of("TERM", "dumb"))).isEqualTo(new Terminal(false, false));
        assertThat(Terminal.of(false, Map.of("TERM", "xterm"))).isEqualTo(new Terminal(false, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls", "check-access", "env b", "watch", "redrive"})
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
        assertThat(err)
                .hasToString("\"-c trigger\" is not of the form SETTING=VALUE: docs/settings.md names the settings.\n");
    }

    private int run(String... arguments) {
        return SandboxCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
