package org.allowput.lambda.failure;

/** What arrived in the target is not what the source holds. */
public final class CorruptedException extends RuntimeException {
    public CorruptedException(String message) {
        super(message);
    }
}
