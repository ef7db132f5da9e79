package org.allowput.contract.event;

import org.allowput.contract.json.JsonObject;
import org.allowput.contract.json.UnreadableException;

/**
 * Which attempt at a copy an event asks for. Only an event that a failed workflow has given back is not the first.
 *
 * @param job id of the S3 Batch Operations job that asks for it, or of a comparison; empty for the events of a bucket
 * @param number from 1
 */
public record CopyAttempt(String job, int number) {
    /** Where a notification that asks for another than the first says so, beside {@code Records}. */
    static final String FIELD = "largeObject";

    /** How the id of a comparison begins, which sends an event again; that of a job is a UUID. */
    public static final String COMPARISON = "reconcile ";

    /** That of an event as S3 sends it. */
    public static final CopyAttempt FIRST = new CopyAttempt("", 1);

    public CopyAttempt {
        if (number < 1) {
            throw new IllegalArgumentException("attempt " + number + "; expected 1 or more");
        }
    }

    /** The attempt that a notification asks for. */
    static CopyAttempt of(JsonObject notification) throws UnreadableException {
        if (!notification.has(FIELD)) {
            return FIRST;
        }
        JsonObject stored = notification.object(FIELD);
        return new CopyAttempt(stored.text("job"), stored.positive("attempt"));
    }

    /** Whether it asks for a copy of a version that may have been copied before. */
    public boolean isRequeue() {
        return job.startsWith(COMPARISON);
    }

    /** Whether a task of S3 Batch Operations asks for it. */
    boolean isTask() {
        return !job.isEmpty() && !isRequeue();
    }

    CopyAttempt next() {
        return new CopyAttempt(job, number + 1);
    }
}
