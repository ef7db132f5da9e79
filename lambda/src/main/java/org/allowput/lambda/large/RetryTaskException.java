package org.allowput.lambda.large;

import java.io.Serial;
import org.allowput.lambda.failure.Failure;

/** A task that may succeed when it is run again. */
public final class RetryTaskException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient Failure failure;

    RetryTaskException(Failure failure) {
        super(failure.reason());
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
