package org.allowput.ops.proof.question;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.CharSort;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.SeqSort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QuestionSolverTest {
    /** Such as whether a request exists that a statement allows which allows everything to everybody. */
    @Test
    void aQuestionThatIsTrueOfAllRequestsIsWritten() {
        List<String> written = new ArrayList<>();
        try (Context z3 = new Context()) {
            Facts facts = new Facts(z3, List.of(), z3.mkTrue());
            Questions questions = (claim, satisfiable, smtLib) -> written.add(smtLib.get());

            assertThat(new QuestionSolver(z3, facts, questions).isPossible(z3.mkTrue(), "anything"))
                    .isTrue();
        }
        assertThat(written).singleElement().asString().contains("(check-sat)");
    }

    /** Z3 numbers formulas as they are made, and anew those that the garbage collector has freed. */
    @Test
    void theAnswerDoesNotDependOnTheNumbersOfFormulas() {
        assertThat(neighboursDiffer("a", "b", "c", "d")).isEqualTo(neighboursDiffer("d", "c", "b", "a"));
    }

    /** Texts a to d, each of which differs from the one before; the unknowns are made in that order. */
    private static Solution neighboursDiffer(String... names) {
        try (Context z3 = new Context()) {
            Map<String, Expr<SeqSort<CharSort>>> made = new TreeMap<>();
            Stream.of(names).forEach(name -> made.put(name, z3.mkConst(name, z3.getStringSort())));
            List<Expr<SeqSort<CharSort>>> texts = List.copyOf(made.values());
            BoolExpr[] differ = IntStream.range(1, texts.size())
                    .mapToObj(at -> z3.mkNot(z3.mkEq(texts.get(at), texts.get(at - 1))))
                    .toArray(BoolExpr[]::new);

            return new QuestionSolver(z3, new Facts(z3, List.of(), z3.mkTrue()), Questions.IGNORED)
                    .example(z3.mkAnd(differ), "neighbours differ")
                    .orElseThrow()
                    .solution();
        }
    }
}
