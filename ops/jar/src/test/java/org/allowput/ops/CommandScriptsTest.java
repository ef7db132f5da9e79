package org.allowput.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.allowput.ops.cli.Operations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts in bin, with a program in the place of the JDK that prints how it was started. */
class CommandScriptsTest {
    private static final Path BIN = Path.of("../../bin");

    @TempDir
    private Path checkout = Path.of("");

    @BeforeEach
    void everythingIsBuiltAndTheJdkPrintsItsArguments() throws IOException {
        Files.createDirectories(checkout.resolve("bin"));
        try (Stream<Path> scripts = Files.list(BIN)) {
            for (Path script : scripts.toList()) {
                Files.copy(script, checkout.resolve("bin").resolve(script.getFileName()));
            }
        }
        script(checkout.resolve("bin/find-tool"), "echo " + checkout.resolve("jdk"));
        script(checkout.resolve("jdk/bin/java"), "printf '%s\\n' \"$@\"");
        for (String module : List.of("commands", "proof", "acceptance")) {
            Path target = Files.createDirectories(
                    checkout.resolve("ops").resolve(module).resolve("target"));
            Files.createFile(target.resolve("built"));
        }
    }

    @ParameterizedTest
    @MethodSource("org.allowput.ops.OperationsTest#commands")
    void aCommandGetsItsNameAndTheOptionsThatWereTypedAndNothingElse(String command) throws Exception {
        List<String> typed = List.of("--stack", "My Stack", "--json");
        List<String> expected = new ArrayList<>(List.of(Operations.class.getName(), command));
        expected.addAll(typed);

        assertThat(run(command, typed)).endsWith(String.join("\n", expected) + "\n");
    }

    private String run(String command, List<String> options) throws IOException, InterruptedException {
        List<String> words =
                new ArrayList<>(List.of(checkout.resolve("bin/" + command).toString()));
        words.addAll(options);
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }

    private static void script(Path path, String command) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "#!/bin/sh\n" + command + "\n");
        assertThat(path.toFile().setExecutable(true)).isTrue();
    }
}
