package org.allowput.lambda.large;

import java.io.Serial;

/** A task that would fail again: the workflow does not retry it. */
public final class PermanentTaskException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    PermanentTaskException(String message) {
        super(message);
    }
}
