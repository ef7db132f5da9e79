package org.allowput.lambda.events;

import java.io.Serial;

/**
 * Reports a failure to a sender that expects an exception: Lambda then delivers the whole request again, and after the
 * last attempt sends it to the dead-letter destination. Objects that were copied are copied again, without any change.
 */
public final class ReplicationFailedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /** @param message which objects failed and why, at most 4,096 characters */
    ReplicationFailedException(String message) {
        super(message);
    }
}
