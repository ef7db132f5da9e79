package org.allowput.sandbox.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

final class Journal {
    private record Line(Instant at, String who, String what) {}

    private final VirtualTime time;
    private final List<Line> lines = new ArrayList<>();

    Journal(VirtualTime time) {
        this.time = time;
    }

    void write(String who, String what) {
        lines.add(new Line(time.instant(), who, what));
    }

    @Override
    public String toString() {
        return lines.stream()
                .map(line -> "%-24s  %-12s %s".formatted(line.at(), line.who(), line.what()))
                .collect(Collectors.joining("\n"));
    }
}
