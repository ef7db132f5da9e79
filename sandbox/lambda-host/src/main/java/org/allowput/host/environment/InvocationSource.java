package org.allowput.host.environment;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.allowput.host.invocation.Invocation;
import org.allowput.host.invocation.InvocationResult;

/** Where execution environments get their invocations from: the pool implements it. */
interface InvocationSource {
    /** The next invocation for {@code environment}, waited for; nothing once the environment is to end. */
    Optional<Invocation> take(Environment environment) throws InterruptedException;

    /** Gives an invocation that {@code environment} has not received to another one. */
    void putBack(Environment environment, Invocation invocation);

    /** The invocation that {@code environment} was running is over; it may ask for the next. */
    void finished(Environment environment);

    /**
     * Forgets {@code environment}, which has ended or is being killed.
     *
     * @param failure why it never asked for an invocation: the result of the one that has waited longest
     */
    void ended(Environment environment, Optional<InvocationResult.Failed> failure);

    /** The process of an execution environment, as its pool sees it. */
    interface Environment {
        /** Whether the process has been started and still runs. */
        boolean isAlive();

        /** Kills the process, also one that is still being started. */
        void kill();

        /**
         * Completes when the process has ended and its temporary folder is deleted, or when it could not be started.
         */
        CompletableFuture<Boolean> terminated();
    }
}
