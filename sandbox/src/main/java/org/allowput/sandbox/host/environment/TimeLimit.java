package org.allowput.sandbox.host.environment;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/** What happens if something takes too long. One at a time: setting it again is for the next thing. */
final class TimeLimit {

    private volatile @Nullable ScheduledFuture<?> task;

    void set(HostThreads threads, Duration left, Runnable action) {
        task = threads.after(left, action);
    }

    /** It did not take too long. */
    void cancel() {
        ScheduledFuture<?> pending = task;
        if (pending != null) {
            pending.cancel(false);
        }
    }
}
