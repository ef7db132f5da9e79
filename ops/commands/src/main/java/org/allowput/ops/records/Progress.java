package org.allowput.ops.records;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Prints every ten seconds how many things were done and how fast. */
public final class Progress {
    private static final long INTERVAL = Duration.ofSeconds(10).toNanos();

    private final PrintWriter out;
    private final String what;
    private final LongSupplier nanoTime;
    private final long started;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong printed;

    /** @param what is counted, in the plural */
    public Progress(PrintWriter out, String what) {
        this(out, what, System::nanoTime);
    }

    Progress(PrintWriter out, String what, LongSupplier nanoTime) {
        this.out = out;
        this.what = what;
        this.nanoTime = nanoTime;
        this.started = nanoTime.getAsLong();
        this.printed = new AtomicLong(started);
    }

    public void count() {
        long done = count.incrementAndGet();
        long now = nanoTime.getAsLong();
        long last = printed.get();
        if (now - last >= INTERVAL && printed.compareAndSet(last, now)) {
            out.printf("%,d %s, %,.0f per second%n", done, what, done * 1e9 / (now - started));
            out.flush();
        }
    }
}
