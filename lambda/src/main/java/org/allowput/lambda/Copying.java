package org.allowput.lambda;

/** Who copies the objects of one invocation, until its end. */
interface Copying extends Copies.OfOne, AutoCloseable {
    /** One that needs no beginning and no end. */
    static Replication.Copiers with(Copies.OfOne copy) {
        return targetKeys -> copy::replicate;
    }

    @Override
    default void close() {}
}
