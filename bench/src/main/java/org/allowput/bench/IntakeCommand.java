package org.allowput.bench;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Reading events, beside AWS's typed library. */
@Command(name = "intake", description = "Reads events, beside AWS's typed library.")
final class IntakeCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", description = "Options of JMH, such as -- -f 1 -wi 2 -i 3.")
    private List<String> options = List.of();

    @Override
    public Integer call() throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(options.toArray(String[]::new)))
                        .include(IntakeBenchmark.class.getName())
                        .build())
                .run();
        printRatio(results, "a notification given to the function", "direct");
        printRatio(results, "a message of a queue, its envelope included", "queued");
        return 0;
    }

    private static void printRatio(Collection<RunResult> results, String what, String prefix) {
        double intake = median(results, prefix + "ByIntake");
        double peer = median(results, prefix + "ByTypedLibrary");
        System.out.printf(
                Locale.ROOT,
                "%s: %.1f µs, %.2f times what AWS's typed library takes for the notification alone (%.1f µs)%n",
                what,
                intake,
                intake / peer,
                peer);
    }

    /** The median in microseconds: what else the machine does at the time shows in the mean, and hardly here. */
    private static double median(Collection<RunResult> results, String benchmark) {
        return results.stream()
                .map(RunResult::getPrimaryResult)
                .filter(result -> result.getLabel().equals(benchmark))
                .findFirst()
                .orElseThrow()
                .getStatistics()
                .getPercentile(50);
    }
}
