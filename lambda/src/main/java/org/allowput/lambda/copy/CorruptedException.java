package org.allowput.lambda.copy;

import java.io.Serial;

/** What arrived in the target is not what the source holds. */
final class CorruptedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    CorruptedException(String message) {
        super(message);
    }
}
