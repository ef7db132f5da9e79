package org.allowput.bench;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Parameters;

/** How JMH is asked to measure. */
final class Jmh {
    @Parameters(arity = "0..*", description = "Options of JMH, such as -- -f 1 -wi 2 -i 3.")
    private List<String> options = List.of();

    /** Measures what is in that class. */
    Collection<RunResult> run(Class<?> benchmarks) throws CommandLineOptionException, RunnerException {
        return new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(options.toArray(String[]::new)))
                        .include(benchmarks.getName())
                        .build())
                .run();
    }

    /** The median: what else the machine does at the time shows in the mean, and hardly here. */
    static double median(RunResult run) {
        return run.getPrimaryResult().getStatistics().getPercentile(50);
    }
}
