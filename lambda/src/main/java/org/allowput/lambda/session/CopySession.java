package org.allowput.lambda.session;

import org.allowput.lambda.copy.CopyResult;
import org.allowput.lambda.copy.CopyTask;
import org.allowput.lambda.copy.Deadline;

/** Copies objects with credentials of the target account's role. */
@FunctionalInterface
public interface CopySession {
    CopyResult copy(CopyTask task, Deadline deadline);
}
