package org.allowput.lambda.session;

import org.allowput.lambda.copy.CopyResult;
import org.allowput.lambda.copy.CopyTask;
import org.allowput.lambda.copy.Deadline;

/** Copies the objects of one invocation with credentials of the target account's role. Closed when it ends. */
@FunctionalInterface
public interface CopySession extends AutoCloseable {
    CopyResult copy(CopyTask task, Deadline deadline);

    @Override
    default void close() {}
}
