package org.allowput.host;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.allowput.host.settings.LogEvent;

/** A function's log in memory, which can be waited on. */
final class LogLines implements Consumer<LogEvent> {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public synchronized void accept(LogEvent event) {
        lines.add(event.message());
        notifyAll();
    }

    List<String> all() {
        return List.copyOf(lines);
    }

    /** The first line for which {@code wanted} holds, waited for. */
    synchronized String await(Predicate<String> wanted) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (lines.stream().noneMatch(wanted)) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new AssertionError("No such line in the log: " + lines);
            }
            wait(left);
        }
        return lines.stream().filter(wanted).findFirst().orElseThrow();
    }
}
