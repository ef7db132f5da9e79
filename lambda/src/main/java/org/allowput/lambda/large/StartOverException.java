package org.allowput.lambda.large;

import java.io.Serial;

/**
 * The copy cannot go on, since the source has changed or what arrived is not what the source holds: the workflow begins
 * it anew.
 */
public final class StartOverException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    StartOverException(String message) {
        super(message);
    }
}
