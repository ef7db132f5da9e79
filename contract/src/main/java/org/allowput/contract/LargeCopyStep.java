package org.allowput.contract;

import java.util.Arrays;
import java.util.Optional;

/** The tasks that the workflow for large objects gives to its function, in the order of a copy. */
public enum LargeCopyStep {
    /** Copies the object if it is not large, or else creates its upload. */
    PLAN("plan"),
    COPY_RANGE("copyRange"),
    /** Stores why a range failed for good: the workflow knows only that one did. */
    RECORD_FAILURE("recordFailure"),
    /** Compares the checksums, completes the upload, and reads the source again. */
    COMPLETE("complete"),
    /** Decides whether a copy that cannot go on is restarted. */
    SETTLE("settle");

    private final String text;

    LargeCopyStep(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public static Optional<LargeCopyStep> of(String text) {
        return Arrays.stream(values()).filter(step -> step.text.equals(text)).findFirst();
    }
}
