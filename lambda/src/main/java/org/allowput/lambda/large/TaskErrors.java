package org.allowput.lambda.large;

import org.allowput.contract.FailureCause;
import org.allowput.lambda.failure.CorruptedException;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.failure.FailureClassifier;
import org.allowput.lambda.failure.PendingRequestException;

/** Turns what a task fails with into one of the errors that the workflow's definition distinguishes by name. */
public final class TaskErrors {
    private TaskErrors() {}

    public static RuntimeException of(Throwable thrown) {
        if (thrown instanceof RetryTaskException
                || thrown instanceof PermanentTaskException
                || thrown instanceof RestartCopyException
                || thrown instanceof PendingRequestException) {
            return (RuntimeException) thrown;
        }
        Failure failure = FailureClassifier.of(thrown);
        if (thrown instanceof CorruptedException || FailureClassifier.isLostUpload(thrown)) {
            return new RestartCopyException(failure.reason());
        }
        return of(failure);
    }

    public static RuntimeException of(Failure failure) {
        if (failure.isPending()) {
            return new PendingRequestException(failure);
        }
        if (failure.cause() == FailureCause.SOURCE_CHANGED) {
            return new RestartCopyException(failure.reason());
        }
        return failure.cause().retryable()
                ? new RetryTaskException(failure)
                : new PermanentTaskException(failure.reason());
    }
}
