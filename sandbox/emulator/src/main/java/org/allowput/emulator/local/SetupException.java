package org.allowput.emulator.local;

/**
 * What keeps a program, or the sandbox, from being set up or from going on: what was seen and what to do, in a
 * sentence.
 */
public final class SetupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SetupException(String message) {
        super(message);
    }

    public SetupException(String message, Throwable cause) {
        super(message, cause);
    }
}
