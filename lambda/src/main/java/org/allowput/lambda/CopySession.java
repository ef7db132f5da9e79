package org.allowput.lambda;

/** Who copies the objects of one invocation, until its end. */
interface CopySession extends CopyExecutor.OfOne, AutoCloseable {
    /** One that needs no beginning and no end. */
    static Replication.Copiers with(CopyExecutor.OfOne copy) {
        return targetKeys -> copy::replicate;
    }

    @Override
    default void close() {}
}
