package org.allowput.ops.cli;

/** Why a command cannot go on, for the person who started it: what was seen, what is expected and what to do. */
public final class OperationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitStatus status;

    private OperationException(ExitStatus status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** Something that the command needs is missing or wrong. */
    public OperationException(String message) {
        super(message);
        this.status = ExitStatus.NOT_DONE;
    }

    /** Something that the command needs is missing or wrong. */
    public OperationException(String message, Throwable cause) {
        this(ExitStatus.NOT_DONE, message, cause);
    }

    /** AWS could not be reached or refused a request. */
    public static OperationException ofAws(String message, Throwable cause) {
        return new OperationException(ExitStatus.AWS, message, cause);
    }

    public ExitStatus status() {
        return status;
    }
}
