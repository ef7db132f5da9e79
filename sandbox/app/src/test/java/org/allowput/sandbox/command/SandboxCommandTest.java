package org.allowput.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
        assertThat(run("upp")).isEqualTo(2);
        assertThat(err.toString()).contains("'upp'").contains("bin/sandbox up");

        assertThat(run("invoke")).isEqualTo(2);
        assertThat(err.toString()).contains("EVENTFILE");
    }

    @Test
    void downWithoutUpDoesNothingAndSaysSo() {
        assertThat(run("down", "--state", state.toString())).isZero();
        assertThat(out).hasToString("The sandbox was not up.\n");
    }

    private int run(String... arguments) {
        return SandboxCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
