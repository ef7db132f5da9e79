package org.allowput.ops.proof.solver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.allowput.emulator.VirtualEnvironment;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.Tool;
import org.allowput.emulator.testing.Nightly;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The solver cvc5, by other people, answers questions about random policies as the prover does: that a formula holds
 * for no request, or for the one that the prover found. {@code ops/proof/requirements.txt} pins it.
 *
 * @see <a href="https://cvc5.github.io/docs/latest/api/python/base/python.html">cvc5's Python API</a>
 */
@Nightly(6)
class SecondSolverTest {
    private static final int POLICIES = 200;
    /** For one question, in cvc5's units of effort. */
    private static final String CVC5_LIMIT = "100000";

    @TempDir
    private Path folder;

    @Test
    void cvc5AnswersEachQuestionAsTheProverDoes() throws Exception {
        long seed = Long.getLong("proof.seed", System.nanoTime());
        RandomPolicies random = new RandomPolicies(new Random(seed));
        Prover prover = new Prover("aws");
        Map<String, String> expected = new TreeMap<>();
        for (int number = 0; number < POLICIES; number++) {
            Formula allowed = PolicyFormulas.allows(random.authorization(), "111111111111");
            for (Formula further : List.of(RequestFormulas.hasAction("s3:PutObject"), Formula.not(random.expected()))) {
                Formula question = Formula.and(allowed, further);
                List<Map<String, String>> found = new ArrayList<>();
                prover.solve(question, Map.of(), found::add);
                Path file = folder.resolve(expected.size() + ".smt2");
                Files.writeString(
                        file,
                        new SmtLib(prover).question(question, found.stream().findFirst()));
                expected.put(file.toString(), found.isEmpty() ? "unsat" : "sat");
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
        System.out.println(decided.size() + " of " + expected.size() + " questions decided by cvc5");

        // It may give up a question; what it decides, it decides as the prover does.
        assertThat(expected).as("-Dproof.seed=" + seed).containsAllEntriesOf(decided);
        assertThat(decided).as("-Dproof.seed=" + seed).hasSizeGreaterThan(expected.size() * 9 / 10);
        assertThat(decided.values()).filteredOn("sat"::equals).hasSizeGreaterThan(20);
        assertThat(decided.values()).filteredOn("unsat"::equals).hasSizeGreaterThan(20);
    }
}
