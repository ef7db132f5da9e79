package org.allowput.sandbox.status;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;

/** Progress that is said at first and when something moved, once a second at most; else every ten seconds. */
public final class ThrottledProgress {
    private static final Duration MOVING = Duration.ofSeconds(1);
    private static final Duration STANDING = Duration.ofSeconds(10);

    private final PrintWriter out;
    private Instant last = Instant.EPOCH;
    private String said = "";

    public ThrottledProgress(PrintWriter out) {
        this.out = out;
    }

    public synchronized void say(String line) {
        var pause = line.equals(said) ? STANDING : MOVING;
        if (Instant.now().isAfter(last.plus(pause))) {
            out.println("  " + line);
            out.flush();
            last = Instant.now();
            said = line;
        }
    }
}
