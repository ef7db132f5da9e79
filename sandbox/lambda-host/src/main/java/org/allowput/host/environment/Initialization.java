package org.allowput.host.environment;

import java.time.Duration;
import java.util.Optional;
import org.allowput.host.function.DeployedFunction;
import org.allowput.host.function.InitializationType;
import org.allowput.host.invocation.FunctionError;
import org.allowput.host.invocation.InvocationResult;

/**
 * From the start of an environment until it asks for its first invocation, SnapStart's restore included. See <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html">the environment's lifecycle</a>
 * for the limits.
 */
final class Initialization {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration SNAP_START_LIMIT = Duration.ofSeconds(130);

    private final ExecutionEnvironmentLog log;
    private final Duration limit;
    private boolean done;
    private final HostThreads.TimeLimit timeout = new HostThreads.TimeLimit();
    private Optional<InvocationResult.Failed> failure = Optional.empty();

    Initialization(DeployedFunction function, ExecutionEnvironmentLog log) {
        this.log = log;
        Duration least = function.initialization() == InitializationType.SNAP_START ? SNAP_START_LIMIT : LIMIT;
        this.limit = least.compareTo(function.timeout()) > 0 ? least : function.timeout();
    }

    /** Calls {@code kill} when the limit is over. */
    synchronized void limit(HostThreads threads, Runnable kill) {
        if (!done) {
            timeout.set(threads, limit, () -> {
                failed(FunctionError.initTimeout(limit).payload());
                kill.run();
            });
        }
    }

    /** The runtime has run the hooks before the checkpoint, and will run those after the restore. */
    synchronized void restore() {
        log.line("RESTORE_START Runtime Version: java:25");
    }

    /** The runtime says why it cannot be initialised or restored, and will exit. */
    synchronized void failed(String error) {
        failure = Optional.of(FunctionError.reported(error, "Runtime.Unknown"));
    }

    /** The runtime asks for an invocation: its first ask ends the initialisation. */
    synchronized void done() {
        if (!done) {
            done = true;
            timeout.cancel();
        }
    }

    /** Why the process that has ended never asked for an invocation; nothing if it did. */
    synchronized Optional<InvocationResult.Failed> exited(int status) {
        timeout.cancel();
        if (done) {
            return Optional.empty();
        }
        InvocationResult.Failed failed = failure.orElseGet(() -> FunctionError.exit(Optional.empty(), status));
        log.initFailed(failed.errorType());
        return Optional.of(failed);
    }
}
