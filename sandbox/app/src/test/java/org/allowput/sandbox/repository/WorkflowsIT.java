package org.allowput.sandbox.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.testing.Finished;
import org.junit.jupiter.api.Test;

/**
 * The workflows in {@code .github}, checked by actionlint, which Go builds from its module. GitHub's runners have Go;
 * without Go these tests are skipped, and say so.
 */
class WorkflowsIT {
    /** The Go checksum database verifies what this version is. */
    private static final String ACTIONLINT = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";

    private static final Pattern BUILT_BY_ITSELF = Pattern.compile("mvn .*-pl ([\\w/,-]+)");

    private static final Checkout CHECKOUT = Checkout.current();

    @Test
    void actionlintHasNoFindings() throws IOException {
        assumeTrue(hasGo(), "not run: Go is not installed, which builds actionlint");
        List<String> words = new ArrayList<>(List.of("go", "run", ACTIONLINT, "-oneline"));
        SourceFiles.named("*.yml").stream()
                .map(Path::toString)
                .filter(file -> file.contains("workflows"))
                .forEach(words::add);
        assertThat(words).hasSizeGreaterThan(5);
        Finished linted = Finished.of(new ExternalCommand(CHECKOUT.root(), words.toArray(String[]::new)));
        assertThat(linted.succeeded().lines()).allMatch(line -> line.startsWith("go: downloading"));
    }

    @Test
    void dependabotWatchesEachFolderOfPackages() throws IOException {
        String watched = Files.readString(CHECKOUT.root().resolve(".github/dependabot.yml"));
        for (String manifest : List.of("requirements.txt", "package.json", "go.mod")) {
            assertThat(SourceFiles.named(manifest))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(watched)
                            .as(file.toString())
                            .containsPattern("[\\[ ]/" + CHECKOUT.root().relativize(file.getParent()) + "[\\],\n]"));
        }
        for (MatchResult folder :
                Pattern.compile("[\\[ ]/([\\w/]*)").matcher(watched).results().toList()) {
            assertThat(CHECKOUT.root().resolve(folder.group(1))).isDirectory();
        }
    }

    @Test
    void whatIsBuiltByItselfIsAModule() throws IOException {
        List<Path> files = new ArrayList<>(SourceFiles.named("*.yml"));
        files.addAll(SourceFiles.named("*.md"));
        files.addAll(SourceFiles.named("run"));
        int modules = 0;
        for (Path file : files) {
            for (MatchResult words :
                    BUILT_BY_ITSELF.matcher(Files.readString(file)).results().toList()) {
                for (String module : words.group(1).split(",", -1)) {
                    assertThat(CHECKOUT.root().resolve(module).resolve("pom.xml"))
                            .as(file + " builds " + module)
                            .exists();
                    modules++;
                }
            }
        }
        assertThat(modules).isGreaterThan(10);
    }

    private static boolean hasGo() {
        try {
            return new ExternalCommand(CHECKOUT.root(), "sh", "-c", "command -v go").run(line -> {}) == 0;
        } catch (RuntimeException e) {
            return false;
        }
    }
}
