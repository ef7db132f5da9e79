package org.allowput.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class CommandLinesTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine command = CommandLines.of(new Failing(), "bin/failing")
            .setOut(new PrintWriter(new BufferedWriter(out)))
            .setErr(new PrintWriter(new BufferedWriter(err)));

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

    @Command(name = "failing", exitCodeList = "1:Something of its own.")
    private static final class Failing implements Callable<Integer> {
        @Mixin
        private Output output = new Output();

        @Override
        public Integer call() {
            output.print(Map.of("done", 1));
            throw new OperationException("This failed.");
        }
    }
}
