package org.allowput.lambda.events;

import java.io.Serial;

/**
 * Something failed, and an exception is how that is told: Lambda then delivers the whole request again, and in the end
 * to the dead-letter destination. What had succeeded is copied again, which changes nothing.
 */
public final class ReplicationFailedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /** @param message which objects failed and why, at most 4,096 characters */
    ReplicationFailedException(String message) {
        super(message);
    }
}
