package org.allowput.ops.proof.question;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.z3.Context;
import java.util.ArrayList;
import java.util.List;
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
}
