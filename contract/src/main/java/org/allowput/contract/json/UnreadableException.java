package org.allowput.contract.json;

/**
 * Something in an event is not as its sender documents it. The message becomes the reason of an unreadable delivery.
 */
public final class UnreadableException extends Exception {
    public UnreadableException(String reason) {
        super(reason);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
