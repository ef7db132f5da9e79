package org.allowput.ops.proof.question;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Takes each question that the solver is asked, with its answer, so that a second solver can decide it. */
@FunctionalInterface
public interface Questions {
    /** Keeps none. */
    Questions IGNORED = (claim, satisfiable, smtLib) -> {};

    /**
     * One question.
     *
     * @param claim the statement that it is about
     * @param satisfiable the answer
     * @param smtLib the question in the language SMT-LIB 2.6, with the answer as its {@code :status}
     */
    void add(String claim, boolean satisfiable, Supplier<String> smtLib);

    /**
     * Whether the same question was answered before, and its answer is remembered: it is not asked again.
     *
     * @param smtLib the question without its answer
     */
    default Optional<Boolean> answered(Supplier<String> smtLib) {
        return Optional.empty();
    }

    /**
     * How long the solver may take for one question. They take seconds on an idle computer; a computer with much other
     * work exceeded two minutes. What takes longer is an error, never a proof.
     */
    default Duration limit() {
        return Duration.ofMinutes(15);
    }
}
