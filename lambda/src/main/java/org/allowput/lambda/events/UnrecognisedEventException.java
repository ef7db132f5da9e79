package org.allowput.lambda.events;

/**
 * An event of no known shape. The message tells what was seen (field names, never values), what is expected, what to
 * do.
 */
public final class UnrecognisedEventException extends RuntimeException {
    public UnrecognisedEventException(String message) {
        super(message);
    }
}
