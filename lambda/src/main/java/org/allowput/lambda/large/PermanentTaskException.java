package org.allowput.lambda.large;

/** A task that would fail again: the workflow does not retry it. */
public final class PermanentTaskException extends RuntimeException {
    PermanentTaskException(String message) {
        super(message);
    }
}
