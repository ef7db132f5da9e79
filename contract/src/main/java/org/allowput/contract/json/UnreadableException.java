package org.allowput.contract.json;

import java.io.Serial;

/**
 * Something in an event is not as its sender documents it. The message becomes the reason of an unreadable delivery.
 */
public final class UnreadableException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    public UnreadableException(String reason) {
        super(reason);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
