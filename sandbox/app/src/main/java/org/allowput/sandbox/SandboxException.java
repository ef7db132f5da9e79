package org.allowput.sandbox;

/** What keeps the sandbox from going on, in a sentence for the person who started it: what was seen and what to do. */
public final class SandboxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SandboxException(String message) {
        super(message);
    }

    public SandboxException(String message, Throwable cause) {
        super(message, cause);
    }
}
