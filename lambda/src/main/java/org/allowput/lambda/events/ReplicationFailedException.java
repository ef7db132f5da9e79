package org.allowput.lambda.events;

/**
 * Reports a failure to a sender that expects an exception: Lambda then delivers the whole request again, and after the
 * last attempt sends it to the dead-letter destination. Objects that were copied are copied again, without any change.
 */
public final class ReplicationFailedException extends RuntimeException {
    /** @param message which objects failed and why, at most 4,096 characters */
    ReplicationFailedException(String message) {
        super(message);
    }
}
