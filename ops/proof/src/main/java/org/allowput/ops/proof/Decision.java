package org.allowput.ops.proof;

import java.util.List;

/**
 * What was decided about a statement.
 *
 * @param number by which the documentation explains it
 * @param reason why it is not proven; empty if it is
 * @param request one that refutes it, a line for each of its parts
 */
public record Decision(String number, String statement, Verdict verdict, String reason, List<String> request) {
    /** The outcome. */
    public enum Verdict {
        /** No request violates the statement. */
        PROVEN,
        /** The statement is false. */
        REFUTED,
        /** A request was found that the evaluation of single requests does not confirm, or cannot decide. */
        UNDECIDED
    }

    public Decision {
        request = List.copyOf(request);
    }

    /** One without a request. */
    Decision(String number, String statement, Verdict verdict, String reason) {
        this(number, statement, verdict, reason, List.of());
    }

    boolean isProven() {
        return verdict == Verdict.PROVEN;
    }
}
