package org.allowput.lambda.failure;

import org.allowput.contract.FailureCause;

/**
 * A failure says why the replication of an event failed.
 *
 * @param reason what was seen, and where it is not plain what to do
 * @param isPending whether a request may still take effect, minutes later: {@link PendingRequestException}
 */
public record Failure(FailureCause cause, String reason, boolean isPending) {
    /** The reason why a request was not sent, or has no answer. */
    public static final String OUT_OF_TIME = "the invocation ran out of time";

    private static final String MORE_TIME = "raise the function's timeout or lower the batch size";

    public Failure(FailureCause cause, String reason) {
        this(cause, reason, false);
    }

    /**
     * The invocation does not have the time for the copy.
     *
     * @param remedy what to do if this happens again and again
     */
    public static Failure outOfTime(String seen, String remedy) {
        return new Failure(
                FailureCause.OUT_OF_TIME,
                seen + ": the event is delivered again; if this happens repeatedly, " + remedy);
    }

    public static Failure notStarted() {
        return outOfTime(OUT_OF_TIME + " before the copy started", MORE_TIME);
    }

    public static Failure stopped() {
        return outOfTime(OUT_OF_TIME + " before the copy was complete", MORE_TIME);
    }

    /** The failure of a copy that was interrupted, and does not end: it may be completing an upload. */
    public static Failure unended() {
        return stopped().pending();
    }

    static Failure outOfMemory(OutOfMemoryError error) {
        return new Failure(
                FailureCause.RETRYABLE,
                "an error of this function: " + error + ": increase function.memoryMiB, or decrease queue.batchSize");
    }

    /** What no side and no connection did, and the next attempt will do again. */
    static Failure defect(String error, StackTraceElement... frames) {
        return new Failure(
                FailureCause.PERMANENT,
                "the function failed by a defect of its own: " + error
                        + (frames.length == 0 ? "" : " at " + frames[0])
                        + "; report it to those who maintain the function, then redrive what is in the dead-letter"
                        + " queue");
    }

    Failure pending() {
        return new Failure(cause, reason, true);
    }
}
