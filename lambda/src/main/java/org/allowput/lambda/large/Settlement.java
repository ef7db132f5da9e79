package org.allowput.lambda.large;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import org.allowput.lambda.multipart.CopyDocuments;

/**
 * A settlement decides about a copy that cannot go on: the workflow restarts it, or sends its event to the dead-letter
 * queue.
 *
 * @param round the next one, if the copy is restarted
 * @param restart whether the copy is restarted
 * @param error the name of what failed
 * @param cause what failed, in words, at most {@value #LONGEST} characters
 */
public record Settlement(int round, boolean restart, String error, String cause) {
    /** How often a copy begins at most. */
    static final int ROUNDS = 5;

    private static final String FAILURE = "failure.json";
    private static final int LONGEST = 1000;
    /** Of a timeout, for example: the error's name says it, and SQS accepts no empty attribute. */
    private static final String NO_CAUSE = "Step Functions reports no cause";

    private record RangeFailure(String error, String cause) {}

    public static void record(ResultStore store, TaskRequest request) {
        store.put(
                request.prefix() + FAILURE,
                CopyDocuments.write(new RangeFailure(
                        request.error(), "range " + request.range() + ": " + message(request.cause()))));
    }

    /** Decides by what a range has stored, or else by what the workflow knows. */
    public static Settlement of(ResultStore store, TaskRequest request) {
        String error = request.error().isEmpty() ? "Unknown" : request.error();
        String cause = message(request.cause());
        byte[] stored = store.get(request.prefix() + FAILURE).orElse(null);
        if (stored != null) {
            RangeFailure failure = CopyDocuments.read(stored, RangeFailure.class);
            error = failure.error();
            cause = failure.cause();
        }
        boolean restart = error.equals(RestartCopyException.class.getName());
        if (restart && request.round() >= ROUNDS) {
            cause = "the copy began " + ROUNDS + " times, and each time could not end: " + cause;
            restart = false;
        }
        return new Settlement(request.round() + (restart ? 1 : 0), restart, error, cause);
    }

    /** A function's error as Step Functions passes it on is JSON; others are text. */
    private static String message(String cause) {
        String message = cause;
        if (cause.startsWith("{")) {
            try {
                Object found = JSON.std.mapFrom(cause).get("errorMessage");
                message = found == null ? cause : found.toString();
            } catch (IOException e) {
                // Text that only looks like JSON.
                message = cause;
            }
        }
        return message.isEmpty() ? NO_CAUSE : message.substring(0, Math.min(message.length(), LONGEST));
    }
}
