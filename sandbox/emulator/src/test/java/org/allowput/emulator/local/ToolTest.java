package org.allowput.emulator.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.allowput.emulator.testing.ErrorPage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** {@code build/find-tool} on computers that have other programs on their PATH. */
class ToolTest {
    private static final Checkout CHECKOUT = Checkout.current();

    @TempDir
    Path first;

    @TempDir
    Path second;

    @BeforeEach
    void commonCommands() throws IOException {
        for (String command : List.of("bash", "sed", "head", "awk", "dirname", "readlink")) {
            program(second, command, "exec " + which(command) + " \"$@\"");
        }
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/tools.txt", delimiter = '|', quoteCharacter = '`')
    void theFirstProgramThatWillDoIsFound(
            String tool, String inFirst, String body, @Nullable String inSecond, @Nullable String other, String found)
            throws IOException {
        program(first, inFirst, body);
        if (inSecond != null && other != null) {
            program(second, inSecond, other);
        }
        assertThat(find(tool))
                .isEqualTo(found.replace("FIRST", first.toString()).replace("SECOND", second.toString()));
    }

    @Test
    void onlyTooOldPythonsAreNamedWithTheirVersions() throws IOException {
        program(first, "python3", "echo 3.9");
        program(second, "python", "echo 2.7");

        holds("Python is too old", find("python"));
    }

    @Test
    void withoutNpmASentenceSaysWhereItComesFrom() throws IOException {
        holds("npm is missing", find("npm"));
    }

    @Test
    void aJdkNeedsACompilerAndVersion25() throws IOException {
        Path runtime = jdk("jre-25", "25.0.1", false);
        Path old = jdk("jdk-21", "21.0.8", true);
        Path right = jdk("jdk-26", "26", true);

        holds("The JDK has no compiler, or is too old", find("jdk", Map.of("JDK_FOLDERS", runtime + " " + old)));
        assertThat(find("jdk", Map.of("JDK_FOLDERS", old + " " + right))).isEqualTo(right.toString());
        assertThat(find("jdk", Map.of("JAVA_HOME", right.toString()))).isEqualTo(right.toString());
    }

    @Test
    void aFolderThatIsNoCheckoutIsRefused() {
        assertThatThrownBy(() -> new Checkout(first)).hasMessageContaining("is not a checkout of this repository");
    }

    private void holds(String situation, String said) {
        ErrorPage.holds(situation, said, Map.of(first.toString(), "FIRST", second.toString(), "SECOND"));
    }

    private Path jdk(String name, String version, boolean compiler) throws IOException {
        Path bin = Files.createDirectories(first.resolve(name).resolve("bin"));
        program(bin, "java", "echo 'openjdk version \"" + version + "\" 2026-01-01' >&2");
        if (compiler) {
            program(bin, "javac", "exit 0");
        }
        return first.resolve(name);
    }

    private static void program(Path folder, String name, String body) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private String find(String tool) {
        return find(tool, Map.of("JDK_FOLDERS", ""));
    }

    private String find(String tool, Map<String, String> environment) {
        List<String> said = new ArrayList<>();
        new ExternalCommand(
                        CHECKOUT.root(),
                        CHECKOUT.root().resolve("build/find-tool").toString(),
                        tool)
                .with(Map.of("JAVA_HOME", "", "JDK_FOLDERS", ""))
                .with(environment)
                .with(Map.of("PATH", first + ":" + second))
                .run(said::add);
        return String.join("\n", said);
    }

    private static Path which(String command) {
        return List.of("/bin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin").stream()
                .map(folder -> Path.of(folder, command))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }
}
