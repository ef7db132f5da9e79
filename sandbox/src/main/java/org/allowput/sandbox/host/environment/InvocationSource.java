package org.allowput.sandbox.host.environment;

import java.util.Optional;
import org.allowput.sandbox.host.invocation.Invocation;
import org.allowput.sandbox.host.invocation.InvocationResult;

/** Where execution environments get their invocations from: the pool implements it. */
interface InvocationSource {

    /** The next invocation for {@code environment}, waited for; nothing once the environment is to end. */
    Optional<Invocation> take(PooledEnvironment environment) throws InterruptedException;

    /** Gives an invocation that {@code environment} has not received to another one. */
    void putBack(PooledEnvironment environment, Invocation invocation);

    /** The invocation that {@code environment} was running is over; it may ask for the next. */
    void finished(PooledEnvironment environment);

    /**
     * Forgets {@code environment}, which has ended or is being killed.
     *
     * @param failure why it never asked for an invocation: the result of the one that has waited longest
     */
    void ended(PooledEnvironment environment, Optional<InvocationResult.Failed> failure);
}
