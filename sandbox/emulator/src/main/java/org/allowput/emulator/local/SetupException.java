package org.allowput.emulator.local;

/**
 * An error that keeps a program, or the sandbox, from being set up or from going on. Its message says what was seen and
 * what to do.
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
