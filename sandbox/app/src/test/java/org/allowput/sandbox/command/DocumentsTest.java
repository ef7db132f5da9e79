package org.allowput.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.testing.DocumentedTable;
import org.allowput.sandbox.repository.SourceFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents: what they link to is there, and what they say can be typed. */
class DocumentsTest {
    private static final Path ROOT = Checkout.current().root();
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\]\\(([^)\\s]+)\\)");
    private static final Pattern METHOD = Pattern.compile("`(\\w+)\\.(\\w+)`");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))`");
    private static final Pattern AMOUNT = Pattern.compile("\\$[0-9][0-9.,]*[0-9]");
    private static final Pattern ANCHOR = Pattern.compile("^<a id=\"([^\"]+)\"></a>");
    private static final Pattern RELEASED = Pattern.compile("\\$RELEASE/([\\w.-]+\\w)");
    private static final Pattern COMMAND = Pattern.compile("bin/sandbox ([a-z][a-z-]+)");

    static List<Path> documents() throws IOException {
        return Stream.concat(
                        Stream.of(
                                        "README.md",
                                        "CONTRIBUTING.md",
                                        "SECURITY.md",
                                        "CHANGELOG.md",
                                        "CODE_OF_CONDUCT.md",
                                        "changelog/README.md",
                                        "events/README.md",
                                        "sandbox/emulator/README.md")
                                .map(ROOT::resolve),
                        pages().stream())
                .toList();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return docs.filter(path -> path.toString().endsWith(".md")).toList();
        }
    }

    @Test
    void theReadmeNamesTheCommandThatTriesItAndTheCommandThatTestsIt() throws IOException {
        assertThat(matches(
                        Pattern.compile("(?m)^(bin/sandbox|mvn) [^#]*"), Files.readString(ROOT.resolve("README.md"))))
                .extracting(command -> command.group().strip())
                .containsExactly("bin/sandbox demo", "mvn verify");
    }

    @Test
    void continuousIntegrationRunsTheTestCommandOfTheReadme() throws IOException {
        assertThat(Files.readString(ROOT.resolve(".ci/run")))
                .containsPattern("(?m)^mvn( --[a-z-]+)* verify\\b(?! -pl)");
    }

    /** {@code SupplyChainIT} builds a release, and compares its files. */
    @ParameterizedTest
    @MethodSource("documents")
    void everyFileOfAReleaseThatACommandNamesIsInTheTableOfTheRelease(Path document) throws IOException {
        String table = Files.readString(ROOT.resolve("docs/releases.md")).split("\n## ", 2)[0];
        assertThat(matches(RELEASED, Files.readString(document)))
                .extracting(file -> "`" + file.group(1) + "`")
                .allSatisfy(file -> assertThat(table).contains(file));
    }

    /** {@code ClientsIT} runs the blocks of the English page. */
    @Test
    void theJapanesePageHasBlocksOfTheEnglishOne() throws IOException {
        List<String> blocks = blocks("docs/put-yourself.ja.md");

        assertThat(blocks).hasSizeGreaterThan(6).isSubsetOf(blocks("docs/put-yourself.md"));
    }

    private static List<String> blocks(String page) throws IOException {
        return matches(Pattern.compile("(?ms)^```sh\n.*?^```$"), Files.readString(ROOT.resolve(page))).stream()
                .map(MatchResult::group)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyPageStatesTheTestedPlatformsInOneWay(Path document) throws IOException {
        assertThat(Files.readString(document).replace("Linux x86-64; macOS and Arm untested", ""))
                .doesNotContainIgnoringCase("macos")
                .doesNotContain("WSL");
    }

    @Test
    void theChartsHaveTheNumbersOfTheirTables() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/benchmarks.md"));
        Pattern measured = Pattern.compile("([0-9.]+) \\(");
        List<List<String>> delays = matches(
                        Pattern.compile("(?m)^\\| (.+) \\| \\d+ \\| ([0-9.]+) s \\| ([0-9.]+) s "),
                        DocumentedTable.table("put-to-visible"))
                .stream()
                .map(row -> List.of("\"" + row.group(1) + "\"", row.group(2), row.group(3)))
                .toList();

        assertThat(page)
                .contains(drawn("bar", values(measured, row(page, "this project, restored"))))
                .contains(drawn("line", values(measured, row(page, "rclone"))));
        assertThat(page)
                .contains(drawn("x-axis", delays.stream().map(List::getFirst).toList()))
                .contains(drawn("bar", delays.stream().map(row -> row.get(1)).toList()))
                .contains(drawn("line", delays.stream().map(List::getLast).toList()));
    }

    private static String row(String page, String name) {
        return page.split("\n" + name + " \\| ", 2)[1].lines().findFirst().orElseThrow();
    }

    private static List<String> values(Pattern pattern, String text) {
        return matches(pattern, text).stream().map(value -> value.group(1)).toList();
    }

    private static String drawn(String line, List<String> values) {
        return "    " + line + " [" + String.join(", ", values) + "]\n";
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkWithinTheRepositoryLeadsSomewhere(Path document) throws IOException {
        for (MatchResult link : matches(LINK, Files.readString(document))) {
            String target = link.group(2);
            if (target.matches("[a-z]+:.*")) {
                continue;
            }
            String[] parts = target.split("#", 2);
            Path file = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
            assertThat(file).as(document + " links to " + target).exists();
            if (parts.length == 2) {
                assertThat(anchors(file)).as(document + " links to " + target).contains(parts[1]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyMethodThatALinkNamesIsInTheFileItLeadsTo(Path document) throws IOException {
        for (MatchResult link : matches(LINK, Files.readString(document))) {
            Matcher method = METHOD.matcher(link.group(1));
            if (!link.group(2).endsWith(".java") || !method.matches()) {
                continue;
            }
            Path file = document.resolveSibling(link.group(2));
            assertThat(file.getFileName()).hasToString(method.group(1) + ".java");
            assertThat(Files.readString(file))
                    .as(document + " names " + link.group(1))
                    .containsPattern("(?m)^ {4}(?! ).*\\b" + method.group(2) + "\\(");
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyCommandThatIsNamedIsThere(Path document) throws IOException {
        Set<String> commands = SandboxCommand.commandLine().getSubcommands().keySet();
        assertThat(matches(COMMAND, Files.readString(document)))
                .extracting(match -> match.group(1))
                .allSatisfy(command -> assertThat(commands).contains(command));
    }

    /** Pages name the test in the place of what it shows. */
    @ParameterizedTest
    @MethodSource("documents")
    void everyTestThatIsNamedIsThere(Path document) throws IOException {
        assertThat(matches(TEST, Files.readString(document)))
                .extracting(match -> match.group(1))
                .allSatisfy(
                        test -> assertThat(SourceFiles.named(test + ".java")).hasSize(1));
    }

    @Test
    void noClassHasTheSimpleNameOfAnother() throws IOException {
        List<String> names = SourceFiles.named("*.java").stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> !name.equals("package-info.java"))
                .toList();

        assertThat(names).hasSizeGreaterThan(500).doesNotHaveDuplicates();
    }

    /** {@code CostPageTest} computes the tables. */
    @Test
    void amountsAreInTheTablesAndThoseOfTheReadmeAreThese() throws IOException {
        String text = Files.readString(ROOT.resolve("docs/cost-and-scale.md"));
        assertThat(amounts(text.replaceAll("(?s)<!-- table: .*?<!-- end: ", "")))
                .isEmpty();
        List<String> small = amounts(DocumentedTable.table("small-objects"));
        List<String> fixed = amounts(DocumentedTable.table("fixed"));
        assertThat(amounts(Files.readString(ROOT.resolve("README.md"))))
                .containsExactly(
                        small.getLast(), small.get(small.size() - 2), small.getFirst(), fixed.get(5), fixed.get(6));
    }

    private static List<String> amounts(String text) {
        return matches(AMOUNT, text).stream().map(MatchResult::group).toList();
    }

    private static List<MatchResult> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }

    /** As the hosts of repositories make them of headings. */
    private static List<String> anchors(Path document) throws IOException {
        return Files.readAllLines(document).stream()
                .flatMap(line -> line.startsWith("#")
                        ? Stream.of(line.replaceFirst("^#+ ", "")
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^\\w\\- ]", "")
                                .replace(' ', '-'))
                        : matches(ANCHOR, line).stream().map(anchor -> anchor.group(1)))
                .toList();
    }
}
