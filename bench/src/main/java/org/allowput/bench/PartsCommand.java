package org.allowput.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.allowput.lambda.copy.PartsBenchmark;
import org.allowput.sandbox.Table;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What the copy does often besides its requests. */
@Command(name = "parts", description = "Maps keys, sorts failures, computes checksums.")
final class PartsCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", description = "Options of JMH, such as -- -f 1 -wi 2 -i 3.")
    private List<String> options = List.of();

    @Override
    public Integer call() throws Exception {
        Table table = new Table("part", ">ns");
        Results results = new Results();
        for (RunResult run : new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(options.toArray(String[]::new)))
                        .include(PartsBenchmark.class.getName())
                        .build())
                .run()) {
            Result<?> result = run.getPrimaryResult();
            double median = result.getStatistics().getPercentile(50);
            table.row(result.getLabel(), String.format(Locale.ROOT, "%,.0f", median));
            results.add(Map.of("part", result.getLabel(), "nanoseconds", median));
        }
        System.out.print(table);
        System.out.println(results.write(Tools.here().results(), "parts"));
        return 0;
    }
}
