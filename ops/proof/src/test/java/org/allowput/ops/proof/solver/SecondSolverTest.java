package org.allowput.ops.proof.solver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.allowput.emulator.VirtualEnvironment;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.Tool;
import org.allowput.emulator.testing.Nightly;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The solver cvc5, by other people, finds a request for random policies if and only if the prover does. What the
 * policies mean is written for it in another language, too. {@code ops/proof/requirements.txt} pins it.
 *
 * @see <a href="https://cvc5.github.io/docs/latest/api/python/base/python.html">cvc5's Python API</a>
 */
@Nightly(6)
class SecondSolverTest {
    private static final int QUESTIONS = 400;
    /** For one question, in cvc5's units of effort. */
    private static final String CVC5_LIMIT = "100000";

    @TempDir
    private Path folder;

    @Test
    void cvc5AnswersEachQuestionAsTheProverDoes() throws Exception {
        long seed = Long.getLong("proof.seed", System.nanoTime());
        RandomPolicies random = new RandomPolicies(new Random(seed));
        Prover prover = new Prover("aws");
        List<String> questions = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        while (questions.size() < QUESTIONS) {
            Map<String, Object> question = random.question();
            String json = JSON.std.asString(question);
            // What the prover only approximates.
            if (!json.matches(".*([$][{]aws:|ForA|IpAddress).*")) {
                questions.add(json);
                expected.add(
                        RandomPoliciesTest.find(
                                                prover,
                                                RandomPolicies.authorization(question),
                                                RandomPolicies.expected(question))
                                        .isPresent()
                                ? "sat"
                                : "unsat");
            }
        }
        Process process = new ProcessBuilder(
                        VirtualEnvironment.prepare(
                                        Checkout.current(),
                                        Checkout.current().root().resolve("ops/proof/requirements.txt"),
                                        Tool.PYTHON,
                                        progress -> {})
                                .python()
                                .toString(),
                        "src/test/resources/proof/decide.py",
                        CVC5_LIMIT,
                        Files.write(folder.resolve("questions"), questions).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> answers = new String(process.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .toList();

        assertThat(process.waitFor()).as("-Dproof.seed=" + seed).isZero();
        assertThat(answers).as("-Dproof.seed=" + seed).hasSameSizeAs(expected);
        // It may give up a question; what it decides, it decides as the prover does.
        List<Integer> decided = IntStream.range(0, QUESTIONS)
                .filter(number -> !answers.get(number).startsWith("unknown"))
                .boxed()
                .toList();
        List<String> wrong = decided.stream()
                .filter(number -> !answers.get(number).equals(expected.get(number)))
                .map(questions::get)
                .toList();
        System.out.println(decided.size() + " questions decided by cvc5");

        assertThat(wrong).as("-Dproof.seed=" + seed).isEmpty();
        assertThat(decided).hasSizeGreaterThan(QUESTIONS * 9 / 10);
        assertThat(answers).filteredOn("sat"::equals).hasSizeGreaterThan(20);
        assertThat(answers).filteredOn("unsat"::equals).hasSizeGreaterThan(20);
    }
}
