package org.allowput.lambda.copy;

/** The exception that others were thrown because of, as a message names it. */
final class RootCause {
    private RootCause() {}

    /** Its class and its message. */
    static String of(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }
}
