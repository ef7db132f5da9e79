package org.allowput.lambda.large;

import java.io.Serial;

/** A task that may succeed when it is run again. */
public final class RetryTaskException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    RetryTaskException(String message) {
        super(message);
    }
}
