package org.allowput.lambda.session;

import java.util.Collection;
import org.allowput.lambda.copy.CopyResult;
import org.allowput.lambda.copy.Deadline;

/** Copies the objects of one invocation with credentials of the target account's role. Closed when it ends. */
@FunctionalInterface
public interface CopySession extends AutoCloseable {
    /** Replicates one object, unless it is too large. */
    CopyResult copy(CopyTask task, Deadline deadline);

    @Override
    default void close() {}

    /** Opens the session of one invocation. */
    @FunctionalInterface
    interface Factory {
        /**
         * Opens a session for the keys of one invocation.
         *
         * @param targetKeys every key that the invocation may write
         */
        CopySession open(Collection<String> targetKeys);
    }
}
