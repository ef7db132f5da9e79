package org.allowput.ops.proof;

import java.util.List;
import java.util.stream.Stream;

/**
 * The answer to one statement of the proof.
 *
 * @param number by which the documentation explains it
 * @param reason why it is not proven; empty if it is
 * @param request one that refutes it, a line for each of its parts
 */
public record Decision(String number, String statement, Verdict verdict, String reason, List<String> request) {
    /** The outcome; the worst is the last. */
    public enum Verdict {
        /** No request violates the statement. */
        PROVEN,
        /** A request was found that the evaluation of single requests does not confirm, or cannot decide. */
        UNDECIDED,
        /** The statement is false. */
        REFUTED
    }

    /** About the same statement. */
    Decision not(Verdict other, String why, List<String> by) {
        return new Decision(number, statement, other, why, by);
    }

    Decision refuted(String why) {
        return not(Verdict.REFUTED, why, List.of());
    }

    boolean isProven() {
        return verdict == Verdict.PROVEN;
    }

    /** In words. */
    Stream<String> lines() {
        String line = "%-9s %s. %s".formatted(isProven() ? "proven" : verdict, number, statement);
        return isProven()
                ? Stream.of(line)
                : Stream.concat(
                        Stream.of(line, "            because " + reason),
                        request.stream().map("              "::concat));
    }
}
