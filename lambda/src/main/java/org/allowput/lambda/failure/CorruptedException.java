package org.allowput.lambda.failure;

import java.io.Serial;

/** What arrived in the target is not what the source holds. */
public final class CorruptedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public CorruptedException(String message) {
        super(message);
    }
}
