package org.allowput.host.runtime;

import java.util.Optional;
import org.allowput.host.function.SessionCredentials;
import org.allowput.host.invocation.InvocationResult;
import org.allowput.host.invocation.RunningInvocation;

/** What the requests of one runtime to its {@link RuntimeApi} do: the execution environment implements it. */
public interface RuntimeApiRequests {
    /** Waits for the next invocation; nothing once the environment is to end. */
    Optional<RunningInvocation> next();

    /** Takes back an invocation that could not be sent to the runtime. */
    void notReceived(RunningInvocation invocation);

    /** Ends the invocation {@code id} with this result; false if the runtime is not running it. */
    boolean end(String id, InvocationResult result);

    /** The runtime has run the hooks before the checkpoint and asks to be restored. */
    void restore();

    /**
     * The runtime could not be initialized or restored.
     *
     * @param error the JSON that it reports
     */
    void initializationFailed(String error);

    /** Credentials of the function's role. */
    SessionCredentials credentials();

    /** Adds a line to the environment's log. */
    void log(String line);
}
