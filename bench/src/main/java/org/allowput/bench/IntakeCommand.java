package org.allowput.bench;

import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Reading events, beside AWS's typed library. */
@Command(name = "intake", description = "Reads events, beside AWS's typed library.")
final class IntakeCommand implements Callable<Integer> {
    @Mixin
    private Jmh jmh = new Jmh();

    @Override
    public Integer call() throws Exception {
        Collection<RunResult> results = jmh.run(IntakeBenchmark.class);
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

    /** In microseconds. */
    private static double median(Collection<RunResult> results, String benchmark) {
        return results.stream()
                .filter(run -> run.getPrimaryResult().getLabel().equals(benchmark))
                .mapToDouble(Jmh::median)
                .findFirst()
                .orElseThrow();
    }
}
