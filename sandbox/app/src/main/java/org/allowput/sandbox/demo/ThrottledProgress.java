package org.allowput.sandbox.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;

/** Progress that is printed at first and when something moved, once a second at most; else every ten seconds. */
final class ThrottledProgress {
    private static final Duration CHANGED = Duration.ofSeconds(1);
    private static final Duration UNCHANGED = Duration.ofSeconds(10);

    private final PrintWriter out;
    private Instant last = Instant.EPOCH;
    private String printed = "";

    ThrottledProgress(PrintWriter out) {
        this.out = out;
    }

    synchronized void print(String line) {
        Duration pause = line.equals(printed) ? UNCHANGED : CHANGED;
        if (Instant.now().isAfter(last.plus(pause))) {
            out.println("  " + line);
            out.flush();
            last = Instant.now();
            printed = line;
        }
    }
}
