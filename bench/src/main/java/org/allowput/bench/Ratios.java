package org.allowput.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** CPU time of the restored function as a multiple of rclone's in the same run, by workload. */
record Ratios(Map<String, Double> byWorkload) {
    /** Each workload with what runs of the same code may differ by: see CONTRIBUTING.md. */
    static final Map<String, Double> MARGINS = new TreeMap<>(Map.of("20000x10KiB", 1.15, "2x512MiB", 1.25));

    Ratios {
        byWorkload = new TreeMap<>(byWorkload);
    }

    static Ratios read(Path file) throws IOException {
        return new Ratios(JSON.std.mapOfFrom(Double.class, Files.readString(file)));
    }

    void write(Path file) throws IOException {
        Files.writeString(file, JSON.std.asString(byWorkload) + "\n");
    }

    /** The workloads whose ratio is above the committed one times its margin, or that have no committed one. */
    List<String> slowerThan(Ratios committed) {
        List<String> slower = new ArrayList<>();
        byWorkload.forEach((work, ratio) -> {
            if (ratio > committed.byWorkload.getOrDefault(work, 0.0) * MARGINS.getOrDefault(work, 1.0)) {
                slower.add(work);
            }
        });
        return slower;
    }
}
