package org.allowput.lambda.large;

/**
 * The copy cannot go on, since the source has changed or what arrived is not what the source holds: the workflow
 * restarts it.
 */
public final class RestartCopyException extends RuntimeException {
    RestartCopyException(String message) {
        super(message);
    }
}
