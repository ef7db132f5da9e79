package org.allowput.sandbox.host;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/**
 * From the start of an environment until it asks for its first invocation, SnapStart's restore included. See <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html">the environment's lifecycle</a>
 * for the limits.
 */
final class Initialization {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration SNAP_START_LIMIT = Duration.ofSeconds(130);

    private final EnvironmentLog log;
    private final Duration limit;
    private final long startNanos = System.nanoTime();
    private long restoreNanos;
    private boolean done;
    private @Nullable Duration unreported;
    private Optional<Answer.Failed> failure = Optional.empty();
    private @Nullable ScheduledFuture<?> timeout;

    Initialization(DeployedFunction function, EnvironmentLog log) {
        this.log = log;
        Duration least = function.initialization() == InitializationType.SNAP_START ? SNAP_START_LIMIT : LIMIT;
        this.limit = least.compareTo(function.timeout()) > 0 ? least : function.timeout();
    }

    /** Calls {@code kill} when the limit is over. */
    synchronized void limit(HostThreads threads, Runnable kill) {
        if (!done) {
            timeout = threads.after(limit, () -> {
                failed(Failure.initTimeout(limit).payload());
                kill.run();
            });
        }
    }

    /** The runtime has run the hooks before the checkpoint, and will run those after the restore. */
    synchronized void restore() {
        log.line("RESTORE_START Runtime Version: java:25");
        restoreNanos = System.nanoTime();
    }

    /** The runtime says why it cannot be initialised or restored, and will exit. */
    synchronized void failed(String error) {
        failure = Optional.of(Failure.reported(error, "Runtime.Unknown"));
    }

    /** The runtime asks for an invocation: its first ask ends the initialisation. */
    synchronized void done() {
        if (!done) {
            done = true;
            unreported = Duration.ofNanos(System.nanoTime() - startNanos);
            cancelTimeout();
            if (restoreNanos != 0) {
                log.restored(Duration.ofNanos(System.nanoTime() - restoreNanos));
            }
        }
    }

    /** How long it took, once: for the report of the first invocation. */
    synchronized Optional<Duration> takeDuration() {
        Optional<Duration> taken = Optional.ofNullable(unreported);
        unreported = null;
        return taken;
    }

    /** Why the process that has ended never asked for an invocation; nothing if it did. */
    synchronized Optional<Answer.Failed> exited(int status) {
        cancelTimeout();
        if (done) {
            return Optional.empty();
        }
        Answer.Failed failed = failure.orElseGet(() -> Failure.exit(Optional.empty(), status));
        log.initFailed(Duration.ofNanos(System.nanoTime() - startNanos), failed.errorType());
        return Optional.of(failed);
    }

    private void cancelTimeout() {
        if (timeout != null) {
            timeout.cancel(false);
        }
    }
}
