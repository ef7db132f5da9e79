package org.allowput.lambda.events;

import java.io.Serial;

/** Something in an event is not as its sender documents it. The message is a {@link Delivery.Unreadable#reason()}. */
final class UnreadableException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final String reason;

    UnreadableException(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
