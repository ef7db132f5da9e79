package org.allowput.lambda.failure;

/** The bytes that arrived in the target are not those of the source. */
public final class CorruptedException extends RuntimeException {
    public CorruptedException(String message) {
        super(message);
    }
}
