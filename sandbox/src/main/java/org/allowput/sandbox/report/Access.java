package org.allowput.sandbox.report;

import org.allowput.ops.access.Attempt;

/**
 * One access that was tried, in words.
 *
 * @param expected {@code allowed} or {@code denied}
 * @param happened the same, or what happened instead
 */
public record Access(String who, String action, String expected, String happened, Verdict verdict) {
    /** What it says of the grant. */
    public enum Verdict {
        AS_EXPECTED,
        WRONG,
        NOT_TRIED
    }

    public static Access of(Attempt attempt) {
        Verdict tried = attempt.asExpected() ? Verdict.AS_EXPECTED : Verdict.WRONG;
        return new Access(
                attempt.who(),
                attempt.action(),
                attempt.expected().toString(),
                attempt.happened().toString(),
                attempt.tried() ? tried : Verdict.NOT_TRIED);
    }

    boolean asExpected() {
        return verdict == Verdict.AS_EXPECTED;
    }

    boolean wrong() {
        return verdict == Verdict.WRONG;
    }

    boolean untried() {
        return verdict == Verdict.NOT_TRIED;
    }
}
