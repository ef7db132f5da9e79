package org.allowput.sandbox.command;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.allowput.sandbox.SandboxException;
import org.allowput.sandbox.log.GrowingFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "logs",
        description = "Prints what the function logged, as JSON but for the lines that Lambda adds.",
        footer = {"", "Examples:", "  bin/sandbox logs", "  bin/sandbox logs --follow"})
final class LogsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private StateOption state = new StateOption();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what it logs from now, until Ctrl-C.")
    private boolean follow;

    @Override
    public Integer call() throws InterruptedException {
        Path log = state.directory().functionLog();
        if (!Files.exists(log)) {
            throw new SandboxException("There is no log yet. Start the sandbox: bin/sandbox up");
        }
        GrowingFile lines = new GrowingFile(log);
        print(lines);
        while (follow) {
            TimeUnit.MILLISECONDS.sleep(200);
            print(lines);
        }
        return 0;
    }

    private void print(GrowingFile lines) {
        PrintWriter out = spec.commandLine().getOut();
        lines.newLines().forEach(out::println);
        out.flush();
    }
}
