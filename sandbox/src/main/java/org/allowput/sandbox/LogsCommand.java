package org.allowput.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "logs", description = "Prints what the function logged.")
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
    public Integer call() throws IOException, InterruptedException {
        var log = state.directory().functionLog();
        if (!Files.exists(log)) {
            throw new SandboxException("There is no log yet. Start the sandbox: bin/sandbox up");
        }
        try (var lines = Files.newBufferedReader(log)) {
            print(lines);
            while (follow) {
                TimeUnit.MILLISECONDS.sleep(200);
                print(lines);
            }
        }
        return 0;
    }

    private void print(BufferedReader lines) throws IOException {
        var out = spec.commandLine().getOut();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            out.println(line);
        }
        out.flush();
    }
}
