package org.allowput.policy;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A policy, or a request, that the evaluator does not understand. It allows nothing and denies nothing. */
public final class PolicyException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1;

    public PolicyException(String expected, @Nullable Object seen) {
        super("expected " + expected + ", was: " + seen);
    }
}
