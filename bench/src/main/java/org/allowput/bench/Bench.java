package org.allowput.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Started by {@code bin/bench}: measures, and prints the ratios that say whether it is good. */
public final class Bench {
    private Bench() {}

    /**
     * Runs one comparison.
     *
     * @param args {@code intake}, then any options of JMH
     */
    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        if (args.length == 0 || !args[0].equals("intake")) {
            System.err.println("usage: bin/bench intake [options of JMH]");
            System.exit(2);
        }
        CommandLineOptions options = new CommandLineOptions(Arrays.copyOfRange(args, 1, args.length));
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .parent(options)
                        .include(IntakeBenchmark.class.getName())
                        .build())
                .run();
        printRatio(results, "a notification given to the function", "direct");
        printRatio(results, "a message of a queue, its envelope included", "queued");
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
