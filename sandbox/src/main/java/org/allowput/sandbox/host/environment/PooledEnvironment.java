package org.allowput.sandbox.host.environment;

import java.util.concurrent.CompletableFuture;

/** The process of an execution environment, as its pool sees it. */
interface PooledEnvironment {

    /** Whether the process has been started and still runs. */
    boolean isAlive();

    /** Kills the process, also one that is still being started. */
    void kill();

    /** Completes when the process has ended and its temporary folder is deleted, or when it could not be started. */
    CompletableFuture<Boolean> terminated();
}
