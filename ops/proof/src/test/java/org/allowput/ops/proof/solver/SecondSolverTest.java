package org.allowput.ops.proof.solver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.z3.BoolExpr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.emulator.VirtualEnvironment;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.Tool;
import org.allowput.emulator.testing.Nightly;
import org.allowput.policy.Authorization;
import org.allowput.policy.Policy;
import org.allowput.policy.PolicyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The solver cvc5, by other people than Z3's, answers questions about random policies as Z3 does.
 * {@code ops/proof/requirements.txt} pins it.
 *
 * @see <a href="https://cvc5.github.io/docs/latest/api/python/base/python.html">cvc5's Python API</a>
 */
@Nightly(6)
class SecondSolverTest {
    private static final int POLICIES = 200;
    /** For one question, in Z3's units of effort. */
    private static final int Z3_LIMIT = 1_000_000;
    /** For one question, in cvc5's. */
    private static final String CVC5_LIMIT = "100000";

    @TempDir
    private Path folder;

    @Test
    void cvc5AnswersEachQuestionAsZ3Does() throws Exception {
        long seed = Long.getLong("proof.seed", System.nanoTime());
        RandomPolicies random = new RandomPolicies(new Random(seed));
        Map<String, String> expected = new TreeMap<>();
        int undecided = 0;
        for (int number = 0; number < POLICIES; number++) {
            Authorization policies = random.authorization();
            try (Prover prover =
                    new Prover("aws", Z3_LIMIT, Optional.of((question, found) -> write(expected, question, found)))) {
                BoolExpr allowed = prover.formulas().allows(policies, "111111111111");
                List<Policy> all = Stream.of(policies.identity().stream(), policies.resource().stream())
                        .flatMap(each -> each)
                        .toList();
                prover.find(new Question(
                        prover.request().hasAction("s3:PutObject"), allowed, all, each -> false, Optional.empty()));
            } catch (PolicyException e) {
                // Z3 does not decide one of the random questions in time: there are others.
                undecided++;
            }
        }
        List<String> command = new ArrayList<>(List.of(
                VirtualEnvironment.prepare(
                                Checkout.current(),
                                Checkout.current().root().resolve("ops/proof/requirements.txt"),
                                Tool.PYTHON,
                                progress -> {})
                        .python()
                        .toString(),
                "src/test/resources/proof/decide.py",
                CVC5_LIMIT));
        command.addAll(expected.keySet());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Map<String, String> answers = new TreeMap<>();
        new String(process.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .map(line -> line.split("\t"))
                .forEach(line -> answers.put(line[0], line[1]));

        assertThat(process.waitFor()).as("-Dproof.seed=" + seed).isZero();
        assertThat(answers.keySet()).as("-Dproof.seed=" + seed).isEqualTo(expected.keySet());
        Map<String, String> decided = new TreeMap<>(answers);
        decided.values().removeIf(answer -> !answer.equals("sat") && !answer.equals("unsat"));
        System.out.println(undecided + " of " + POLICIES + " policies not decided by Z3; " + decided.size() + " of "
                + expected.size() + " questions decided by cvc5");

        // Either may give up a question; what both decide, they decide alike.
        assertThat(undecided).as("-Dproof.seed=" + seed).isLessThan(POLICIES / 5);
        assertThat(decided).as("-Dproof.seed=" + seed).hasSizeGreaterThan(expected.size() * 9 / 10);
        assertThat(decided.values()).filteredOn("sat"::equals).hasSizeGreaterThan(20);
        assertThat(decided.values()).filteredOn("unsat"::equals).hasSizeGreaterThan(20);
        assertThat(expected).as("-Dproof.seed=" + seed).containsAllEntriesOf(decided);
    }

    private void write(Map<String, String> expected, String question, boolean found) {
        try {
            Path file = folder.resolve(expected.size() + ".smt2");
            expected.put(Files.writeString(file, question).toString(), found ? "sat" : "unsat");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
