package org.allowput.sandbox.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.allowput.sandbox.simulation.time.VirtualTime;

/** What happened in a run, a line each, with the time since it began. */
public final class Journal {
    private final VirtualTime time;
    private final List<Line> lines = new ArrayList<>();

    private record Line(Duration at, String who, String what) {
        @Override
        public String toString() {
            return "%02dd %02d:%02d:%02d.%03d  %-12s %s"
                    .formatted(
                            at.toDays(),
                            at.toHoursPart(),
                            at.toMinutesPart(),
                            at.toSecondsPart(),
                            at.toMillisPart(),
                            who,
                            what);
        }
    }

    public Journal(VirtualTime time) {
        this.time = time;
    }

    public void write(String who, String what) {
        lines.add(new Line(Duration.ofNanos(time.nanoTime()), who, what));
    }

    public List<String> lines() {
        return lines.stream().map(Line::toString).toList();
    }

    @Override
    public String toString() {
        return String.join("\n", lines());
    }
}
