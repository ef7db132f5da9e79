package org.allowput.ops.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.emulator.VirtualEnvironment;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.Tool;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * The solver cvc5, by other people than Z3's, answers each question of the plain templates as Z3 does, for all values
 * of their parameters: the questions that a release carries. {@code ops/proof/requirements.txt} pins it.
 *
 * @see <a href="https://cvc5.github.io/docs/latest/api/python/base/python.html">cvc5's Python API</a>
 */
class SecondSolverTest {
    /** For one question, which takes seconds. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final List<String> TEMPLATES = List.of("ReplicationTarget.yaml", "ReplicationSource.yaml");

    /** {@code SupplyChainIT} compares a release with them. */
    private static final Path FOLDER = Path.of("target", "proof");

    @Test
    void cvc5AnswersEachQuestionAsZ3Does() throws Exception {
        Map<String, String> expected = questions();
        Map<String, String> answers = new TreeMap<>();
        List<Process> processes = new ArrayList<>();
        List<String> files = List.copyOf(expected.keySet());
        for (List<String> half :
                List.of(files.subList(0, files.size() / 2), files.subList(files.size() / 2, files.size()))) {
            processes.add(decide(half));
        }
        for (Process process : processes) {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            output.lines().map(line -> line.split("\t")).forEach(line -> answers.put(line[0], line[1]));
        }

        assertThat(expected).hasSizeGreaterThan(50).containsValues("sat", "unsat");
        assertThat(answers).isEqualTo(expected);
    }

    /** Each with Z3's answer. */
    private Map<String, String> questions() throws IOException {
        if (Files.exists(FOLDER)) {
            try (Stream<Path> earlier = Files.list(FOLDER)) {
                for (Path file : earlier.toList()) {
                    Files.delete(file);
                }
            }
        }
        StringWriter output = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of("--export", FOLDER.toString()));
        TEMPLATES.forEach(template ->
                arguments.add(Path.of("..", "..", "templates", template).toString()));
        int status = new CommandLine(new ProveAccessCommand())
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(output, true))
                .execute(arguments.toArray(String[]::new));
        assertThat(status).as(output.toString()).isZero();
        Map<String, String> questions = new TreeMap<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                questions.put(
                        file.toString(),
                        Files.readAllLines(file).stream()
                                .filter(line -> line.startsWith("(set-info :status "))
                                .map(line -> line.replaceFirst("\\(set-info :status (\\w+)\\)", "$1"))
                                .findFirst()
                                .orElseThrow());
            }
        }
        return questions;
    }

    private static Process decide(List<String> files) throws IOException {
        Checkout checkout = Checkout.current();
        List<String> command = new ArrayList<>(List.of(
                VirtualEnvironment.prepare(
                                checkout,
                                checkout.root().resolve("ops/proof/requirements.txt"),
                                Tool.PYTHON,
                                progress -> {})
                        .python()
                        .toString(),
                "src/test/resources/proof/decide.py",
                Long.toString(LIMIT.toMillis())));
        command.addAll(files);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
