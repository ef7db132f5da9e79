package org.allowput.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.emulator.local.Checkout;

/**
 * The limits of the restored function, of {@code bench/ratios.json}: CPU time as a multiple of rclone's by workload,
 * wall-clock time as a multiple of rclone's, and seconds until the response to the first event.
 */
record Goals(Map<String, Double> cpu, double wall, double first) {
    static Path file() {
        return Checkout.current().root().resolve("bench/ratios.json");
    }

    static Goals read(Path file) throws IOException {
        Map<String, Object> json = JSON.std.mapFrom(Files.readString(file));
        Map<String, Double> cpu = new TreeMap<>();
        ((Map<?, ?>) member(json, "cpu")).forEach((work, ratio) -> cpu.put((String) work, number(ratio)));
        return new Goals(cpu, number(member(json, "wall")), number(member(json, "firstCopySeconds")));
    }

    /** A sentence per goal that is not reached. */
    List<String> missed(List<Compared> compared, double firstCopy) {
        List<String> missed = new ArrayList<>();
        for (Compared each : compared) {
            String what = each.workload() + " with " + each.cores() + " of a core: ";
            double goal = cpu.getOrDefault(each.workload(), 0.0);
            addIfAbove(missed, what + "CPU time as a multiple of rclone's", each.ratio(Measurement::cpu), goal);
            addIfAbove(missed, what + "wall-clock time as a multiple of rclone's", each.ratio(Measurement::wall), wall);
        }
        addIfAbove(missed, "seconds of the first copy", firstCopy, first);
        return missed;
    }

    private static void addIfAbove(List<String> missed, String what, double seen, double goal) {
        if (seen > goal) {
            missed.add(String.format(Locale.ROOT, "%s: %.2f, not at most %.2f", what, seen, goal));
        }
    }

    private static Object member(Map<String, Object> json, String name) {
        Object value = json.get(name);
        if (value == null) {
            throw new IllegalArgumentException("ratios.json has no " + name + ": " + json.keySet());
        }
        return value;
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }
}
