package org.allowput.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.allowput.ops.cli.Operations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts in bin, with a program in the place of the JDK that prints how it was started. */
class CommandScriptsTest {
    private static final Path ROOT = Path.of("../..");

    @TempDir
    private Path checkout = Path.of("");

    @BeforeEach
    void everythingIsBuiltAndTheJdkPrintsItsArguments() throws IOException {
        Files.createDirectories(checkout.resolve("build"));
        Files.copy(ROOT.resolve("build/common.sh"), checkout.resolve("build/common.sh"));
        Files.createDirectories(checkout.resolve("bin"));
        try (Stream<Path> scripts = Files.list(ROOT.resolve("bin"))) {
            for (Path script : scripts.toList()) {
                Files.copy(script, checkout.resolve("bin").resolve(script.getFileName()));
            }
        }
        script(checkout.resolve("build/find-tool"), "cd " + checkout + " && echo $PWD/$1");
        script(checkout.resolve("maven"), "echo '[INFO] Building all [1/1]'");
        script(checkout.resolve("jdk/bin/java"), "printf '%s\\n' \"$@\"");
        for (String module : List.of("contract", "ops/policy", "ops/cli", "ops/commands", "ops/proof")) {
            Path target = Files.createDirectories(checkout.resolve(module).resolve("target"));
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

    /** As another command leaves it that has built a module of both. */
    @Test
    void whatAnotherCommandHasBuiltIsNotBuiltAgain() throws Exception {
        Files.setLastModifiedTime(checkout.resolve("ops/cli/target/built"), later());

        assertThat(run("prove-access", List.of())).doesNotContain("building");
    }

    @Test
    void aModuleWhoseSourceHasChangedIsBuilt() throws Exception {
        Path source = Files.createDirectories(checkout.resolve("ops/cli/src/main"));
        Files.setLastModifiedTime(Files.createFile(source.resolve("Table.java")), later());

        assertThat(run("prove-access", List.of())).contains("building ", "all [1/1]");
    }

    private static FileTime later() {
        return FileTime.from(Instant.now().plusSeconds(60));
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
