package org.allowput.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.allowput.bench.copy.CpuPinning;

/** What one command measured, every single run of it, as JSON beside the table. */
final class Results {
    private final List<Map<String, ?>> runs = new ArrayList<>();

    /** Keeps one run. */
    void add(Map<String, ?> run) {
        runs.add(run);
    }

    /** Writes them to a file of that name. Returns where it is. */
    Path write(Path folder, String name) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("command", "bin/bench " + name);
        all.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        all.put("processors", Runtime.getRuntime().availableProcessors());
        all.put("pinned", CpuPinning.arePinned());
        all.put("java", Runtime.version().toString());
        all.put("runs", runs);
        try {
            Path file = Files.createDirectories(folder).resolve(name + ".json");
            JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).write(all, file.toFile());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
