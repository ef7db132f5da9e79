package org.allowput.sandbox.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.allowput.sandbox.simulation.time.VirtualTime;

/** What happened in a run, a line each, with the time since it began. */
public final class Journal {
    private final VirtualTime time;
    private final List<String> lines = new ArrayList<>();

    public Journal(VirtualTime time) {
        this.time = time;
    }

    public void write(String who, String what) {
        Duration at = Duration.ofNanos(time.nanoTime());
        lines.add("%02dd %02d:%02d:%02d.%03d  %-12s %s"
                .formatted(
                        at.toDays(),
                        at.toHoursPart(),
                        at.toMinutesPart(),
                        at.toSecondsPart(),
                        at.toMillisPart(),
                        who,
                        what));
    }

    public List<String> lines() {
        return lines;
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
