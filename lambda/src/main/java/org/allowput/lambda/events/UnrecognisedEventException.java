package org.allowput.lambda.events;

import java.io.Serial;

/**
 * An event of no known shape. The message tells what was seen (field names, never values), what is expected, what to
 * do.
 */
public final class UnrecognisedEventException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public UnrecognisedEventException(String message) {
        super(message);
    }
}
