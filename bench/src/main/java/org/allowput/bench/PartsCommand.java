package org.allowput.bench;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.allowput.ops.cli.Table;
import org.openjdk.jmh.results.RunResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What the copy does often besides its requests. */
@Command(name = "parts", description = "Maps keys, sorts failures, computes checksums.")
final class PartsCommand implements Callable<Integer> {
    @Mixin
    private Jmh jmh = new Jmh();

    @Override
    public Integer call() throws Exception {
        Table table = new Table("part", ">ns");
        Results results = new Results();
        for (RunResult run : jmh.run(PartsBenchmark.class)) {
            String part = run.getPrimaryResult().getLabel();
            double median = Jmh.median(run);
            table.row(part, String.format(Locale.ROOT, "%,.0f", median));
            results.add(Map.of("part", part, "nanoseconds", median));
        }
        System.out.print(table);
        System.out.println(results.write(Tools.here().results(), "parts"));
        return 0;
    }
}
