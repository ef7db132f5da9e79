package org.allowput.lambda;

import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.copy.MissingSource;
import org.allowput.lambda.copy.Outcome;

/** Who copies the objects of one invocation, until its end. */
@FunctionalInterface
interface CopySession extends AutoCloseable {
    /** Replicates one object. */
    Outcome replicate(String sourceKey, String targetKey, MissingSource missing, Deadline deadline);

    /** One that needs no beginning and no end. */
    static Replication.Copiers with(CopySession copy) {
        return targetKeys -> copy;
    }

    @Override
    default void close() {}
}
