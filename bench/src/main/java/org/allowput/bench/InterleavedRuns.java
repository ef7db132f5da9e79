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
record InterleavedRuns(CopyBenchmark benchmark, int rounds, Results results) {
    InterleavedRuns(CopyBenchmark benchmark, int rounds) {
        this(benchmark, rounds, new Results());
    }

    /** What each took, by its name, in the order of the contenders. The workload is in the source bucket. */
    Map<String, List<Measurement>> copy(List<Contender> contenders, Workload work, boolean tls, int atOnce) {
        Map<String, List<Measurement>> runs = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (Contender contender : contenders) {
                Measurement measured = benchmark.copy(contender, work, tls, atOnce);
                runs.computeIfAbsent(contender.name(), ignored -> new ArrayList<>())
                        .add(measured);
                results.add(Map.of(
                        "objects", work.objects(),
                        "size", work.size(),
                        "tls", tls,
                        "atOnce", atOnce,
                        "round", round,
                        "by", contender.name(),
                        "cpuSeconds", measured.cpu(),
                        "wallSeconds", measured.wall(),
                        "residentMiB", measured.resident()));
                System.err.printf(
                        Locale.ROOT,
                        "%s, %s, round %d, %s: %.2f s of CPU, %.2f s%n",
                        work,
                        tls ? "TLS" : "plain",
                        round,
                        contender.name(),
                        measured.cpu(),
                        measured.wall());
            }
        }
        return runs;
    }
}
