package org.allowput.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.allowput.ops.cli.Operations;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class OperationsTest {
    private static final Pattern WORD = Pattern.compile("'[^']*'|\\S+");

    static Set<String> commands() {
        return Operations.names();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpNamesTheCommandThatWasTypedItsExitCodesAndExamplesThatItTakes(String name) {
        StringWriter out = new StringWriter();

        int status = commandLine(name, out, new StringWriter()).execute("--help");

        assertThat(status).isZero();
        assertThat(out.toString())
                .startsWith("Usage: bin/" + name + " ")
                .contains("Exit codes:", "  0 ", "  1 ", "  2 ", "  3 ", "  4 ", "  130 ");
        List<String> examples = out.toString()
                .lines()
                .filter(line -> line.startsWith("  ") && line.contains("bin/" + name))
                .map(line -> line.replaceFirst(".*bin/" + name, "").replaceFirst("    .*", ""))
                .map(String::strip)
                .toList();
        assertThat(examples)
                .as(out.toString())
                .isNotEmpty()
                .allSatisfy(example -> assertThatCode(
                                () -> Operations.commandLine(name).parseArgs(words(example)))
                        .doesNotThrowAnyException());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aWrongOptionEndsWith2AndIsNamed(String name) {
        StringWriter err = new StringWriter();

        assertThat(commandLine(name, new StringWriter(), err)
                        .execute("--source-profile=b", "--target-profile=a", "--receipts=a/", "--stak=x", "KEY"))
                .isEqualTo(2);

        assertThat(err.toString()).contains("--stak");
    }

    private static CommandLine commandLine(String name, StringWriter out, StringWriter err) {
        return Operations.commandLine(name).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    }

    private static String[] words(String example) {
        String typed = example.replace("\"$GRANT\"", "111111111111|us-east-1|x|r||||deletions|true|true");
        return WORD.matcher(typed).results().map(MatchResult::group).toArray(String[]::new);
    }
}
