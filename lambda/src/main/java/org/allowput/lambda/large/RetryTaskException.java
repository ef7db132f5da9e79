package org.allowput.lambda.large;

import org.allowput.lambda.failure.Failure;

/** A task that may succeed when it is run again. */
public final class RetryTaskException extends RuntimeException {
    private final transient Failure failure;

    RetryTaskException(Failure failure) {
        super(failure.reason());
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
