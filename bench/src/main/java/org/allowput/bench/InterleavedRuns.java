package org.allowput.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.allowput.bench.copy.Contender;
import org.allowput.bench.copy.CopyBenchmark;
import org.allowput.bench.copy.Measurement;
import org.allowput.bench.copy.Workload;

/** Contenders that copy the same objects in turns, several times over: each meets what else the machine does. */
record InterleavedRuns(CopyBenchmark benchmark, int rounds) {
    /** What each took, by its name, in the order of the contenders. The workload is in the source bucket. */
    Map<String, List<Measurement>> copy(List<Contender> contenders, Workload work, int atOnce) {
        Map<String, List<Measurement>> runs = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (Contender contender : contenders) {
                Measurement measured = benchmark.copy(contender, work, atOnce);
                runs.computeIfAbsent(contender.name(), ignored -> new ArrayList<>())
                        .add(measured);
                System.err.printf(Locale.ROOT, "%s, round %d, %s: %s%n", work, round, contender.name(), measured);
            }
        }
        return runs;
    }
}
