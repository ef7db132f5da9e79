package org.allowput.ops.reconcile.compare;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Prints every ten seconds how many things were done and how fast. */
final class Progress {
    private static final long INTERVAL = Duration.ofSeconds(10).toNanos();

    private final PrintWriter out;
    private final String what;
    private final long started = System.nanoTime();
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong printed = new AtomicLong(started);

    /** @param what is counted, in the plural */
    Progress(PrintWriter out, String what) {
        this.out = out;
        this.what = what;
    }

    /** Counts one more. */
    void count() {
        long done = count.incrementAndGet();
        long now = System.nanoTime();
        long last = printed.get();
        if (now - last >= INTERVAL && printed.compareAndSet(last, now)) {
            out.printf("%,d %s, %,.0f per second%n", done, what, done * 1e9 / (now - started));
            out.flush();
        }
    }
}
