package org.allowput.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.TypeConversionException;

class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine command = failing(() -> {
        throw new OperationException("This failed.");
    });

    private CommandLine failing(Supplier<Integer> end) {
        return Operations.commandLine(new Failing(end), "bin/failing")
                .setOut(new PrintWriter(new BufferedWriter(out)))
                .setErr(new PrintWriter(new BufferedWriter(err)));
    }

    @Test
    void theHelpListsTheExitCodesOfAllCommandsAndThoseThatACommandHasOfItsOwn() {
        assertThat(command.getUsageMessage())
                .contains("Usage: bin/failing", "--help", "Something of its own.", "2     The command line is wrong")
                .doesNotContain("the output lists something");
    }

    @Test
    void whatWasPrintedAndTheErrorArriveBeforeTheCommandEnds() {
        assertThat(command.execute()).isEqualTo(3);

        assertThat(out).hasToString("{\"done\":1}\n");
        assertThat(err).hasToString("This failed." + System.lineSeparator());
    }

    @Test
    void whatNoClassExpectsIsOneSentenceAndNeverTheExitCodeOfFindings() {
        assertThat(Operations.run(failing(() -> {
                    throw new IllegalStateException("no \u001B[31m");
                })))
                .isEqualTo(3);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("This is an error of the command itself, please report it: IllegalStateException at"
                        + " CommandLineTest.java:")
                .endsWith(": no \\u001B[31m");

        assertThat(Operations.run(failing(() -> {
                    throw new OutOfMemoryError();
                })))
                .isEqualTo(3);
        assertThat(err.toString()).contains("There is not enough memory: give the JVM more, for example");
    }

    @Test
    void aWrongOptionIsNamedWithTheOneThatWasProbablyMeantAndWithoutAllOthers() {
        assertThat(command.execute("--jsno")).isEqualTo(2);
        assertThat(err).hasToString("""
            Unknown option: '--jsno'
            Possible solutions: --json
            bin/failing --help lists the options.
            """);
    }

    @Test
    void anArgumentThatTheLocaleHasDestroyedIsRefused() {
        assertThat(Operations.run(command, "in/\uFFFD\uFFFD")).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void timesAreReadAsPeopleWriteThem() {
        assertThat(Times.instant("2026-01-31")).isEqualTo("2026-01-31T00:00:00Z");
        assertThat(Times.instant("2026-01-31T17:00:00Z")).isEqualTo("2026-01-31T17:00:00Z");
        assertThat(Times.instant("1d"))
                .isBetween(Instant.now().minusSeconds(86460), Instant.now().minusSeconds(86340));
        for (String wrong : List.of("yesterday", "2026-13-01", "15", "2026-01-31T17:00")) {
            assertThatThrownBy(() -> Times.instant(wrong))
                    .isInstanceOf(TypeConversionException.class)
                    .hasMessage("seen '" + wrong
                            + "', expected a time such as 1h or 1d (ago), 2026-01-31, or 2026-01-31T17:00:00Z");
        }
        assertThat(Stream.of("90s", "15m", "2h", "1d").map(Times::duration))
                .containsExactly(
                        Duration.ofSeconds(90), Duration.ofMinutes(15), Duration.ofHours(2), Duration.ofDays(1));
    }

    @Test
    void columnsAreAsWideAsTheirWidestCellAndNumbersStandAtTheRight() {
        List<Map<String, Object>> rows = List.of(
                Output.facts("object", "a", "bytes", 5, "state", "identical"),
                Output.facts("object", "日本語.txt", "bytes", 12345, "state", null));

        assertThat(Output.table(rows)).isEqualTo("""
            object   bytes  state
            a            5  identical
            日本語.txt  12345
            """);
    }

    @Test
    void aLongTextIsShortenedInItsMiddle() {
        assertThat(EscapedText.shortened("abc", 3)).isEqualTo("abc");
        assertThat(EscapedText.shortened("abcd", 3)).isEqualTo("a…d");
        assertThat(EscapedText.shortened("🌷".repeat(5), 4)).isEqualTo("🌷…🌷🌷");
    }

    @Command(name = "failing")
    private static final class Failing extends OperatorCommand {
        private final Supplier<Integer> end;

        Failing(Supplier<Integer> end) {
            this.end = end;
        }

        @Override
        public Integer call() {
            output.print(Map.of("done", 1));
            return end.get();
        }
    }
}
