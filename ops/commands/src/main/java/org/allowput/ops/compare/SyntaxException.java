package org.allowput.ops.compare;

/** A text is not one query that DuckDB can parse. The message says why not. */
public final class SyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SyntaxException(String message) {
        super(message);
    }
}
