package org.allowput.sandbox.soak;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** How long objects took, as a table with a row for each scenario. */
final class PutToVisibleFigures {
    /** What happens while objects are put. */
    enum Scenario {
        CALM("no faults"),
        FAILING("5 percent of requests fail"),
        DENIED("STS denies the role for two minutes"),
        KILLED("an environment is killed every 3 s"),
        BURSTING("a burst");

        private final String label;

        Scenario(String label) {
            this.label = label;
        }
    }

    private final Map<Scenario, String> rows = new EnumMap<>(Scenario.class);
    private final int scale;

    /** @param scale what the measured times are multiplied by */
    PutToVisibleFigures(int scale) {
        this.scale = scale;
    }

    void put(Scenario scenario, PutToVisible.Times times) {
        String rate = scale == 1 ? String.format(Locale.ROOT, "%.0f", times.rate()) : SoakFigures.NOT_MEASURED;
        rows.put(
                scenario,
                "| %s | %d | %s | %s | %s | %s | %s |"
                        .formatted(
                                scenario.label,
                                times.objects(),
                                seconds(times.p50()),
                                seconds(times.p99()),
                                seconds(times.p9999()),
                                seconds(times.max()),
                                rate));
    }

    /**
     * As Markdown.
     *
     * @param documented has the rows of the scenarios that this run has not had
     */
    String table(String documented) {
        StringBuilder table = new StringBuilder("""
            | scenario | objects | p50 | p99 | p99.99 | max | objects per second |
            | --- | --- | --- | --- | --- | --- | --- |
            """);
        for (Scenario scenario : Scenario.values()) {
            String begin = "| " + scenario.label + " |";
            String other = documented
                    .lines()
                    .filter(line -> line.startsWith(begin))
                    .findFirst()
                    .orElse(begin);
            table.append(rows.getOrDefault(scenario, other)).append('\n');
        }
        return table.toString();
    }

    private String seconds(long measuredMillis) {
        long millis = measuredMillis * scale;
        return String.format(Locale.ROOT, millis < 10_000 ? "%.1f s" : "%.0f s", millis / 1000.0);
    }
}
