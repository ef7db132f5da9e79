package org.allowput.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Everything that docs/benchmarks.md shows, in about an hour; or its largest part in about ten minutes. */
@Command(name = "all", mixinStandardHelpOptions = true, description = "Measures all of it, one after the other.")
final class AllCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--short", description = "Fewer rounds, over TLS only, and 30,000 objects at most.")
    private boolean brief;

    @Option(names = "--plots", description = "Folder for the plots; docs/plots has those of docs/benchmarks.md.")
    private Path plots = Path.of(".bench/results");

    @Override
    public Integer call() {
        List<List<String>> commands = brief
                ? List.of(
                        List.of("cold-start", "--rounds", "3"),
                        List.of("copy", "--way", "tls", "--rounds", "2", "2000x10KiB", "20x8MiB"),
                        List.of(
                                "copy",
                                "--way",
                                "tls",
                                "--rounds",
                                "1",
                                "--name",
                                "copy-large",
                                "20000x10KiB",
                                "2x512MiB"),
                        List.of("growth", "--most", "30000", "--plots", plots.toString()))
                : List.of(
                        List.of("cold-start"),
                        List.of("copy"),
                        List.of("large"),
                        List.of("growth", "--plots", plots.toString()));
        int highest = 0;
        for (List<String> command : commands) {
            highest = Math.max(
                    highest, new CommandLine(spec.parent().userObject()).execute(command.toArray(String[]::new)));
        }
        return highest;
    }
}
