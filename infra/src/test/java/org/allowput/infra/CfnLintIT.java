package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.emulator.testing.Nightly;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * cfn-lint has no findings in the files that users download and in what the tests have synthesized, except for the
 * rules below. By night each resource, parameter, condition and output that any template has is in one that cfn-lint
 * reads; in each build those that are in {@value #IN_EACH_BUILD} templates, which together have most of them.
 *
 * <p>infra/requirements.txt pins cfn-lint; this test installs it into target/cfn-lint.
 *
 * @see <a href="https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md">Rules</a>
 */
class CfnLintIT {
    /** Rule, to the reason why its findings are accepted. Remove a rule here when it has no findings any more. */
    private static final SortedMap<String, String> SUPPRESSED = new TreeMap<>(Map.of(
            "I1022", "The CDK writes Fn::Join where Fn::Sub would be shorter. The result is the same.",
            "I2530", "A setting switches SnapStart off for Regions that do not have it.",
            "W3005", "The CDK makes a function depend on its role although it refers to the role, too."));

    private static final int IN_EACH_BUILD = 8;

    /**
     * Bytes. By night only, the template of the most accounts takes two minutes, a hundred times as long as others: an
     * account has a statement for each other. Templates of three accounts have all kinds of its entries.
     */
    private static final int LARGEST_IN_EACH_BUILD = 200_000;

    private static final Path PUBLISHED = Path.of("..", "templates");
    /** In YAML or JSON. */
    private static final Pattern RESOURCES = Pattern.compile("(?m)^Resources:|\"Resources\"\\s*:");

    /** CloudFormation evaluates no function there, and cfn-lint accepts one. */
    private static final Pattern POLICY_BY_FUNCTION =
            Pattern.compile("(?:Deletion|UpdateReplace)Policy\"?:\\s*(?:[!{]|[A-Za-z:]+:\\s)");

    private static final Path VIRTUAL_ENVIRONMENT = Path.of("target", "cfn-lint");
    private static final Path KNOWN_NAMES =
            Path.of("../ops/proof/src/main/resources/org/allowput/ops/proof/template/known-names.txt");
    private static final Path REQUIREMENTS = Path.of("requirements.txt");

    @Test
    void cfnLintHasNoFindingsInTheTemplates() throws Exception {
        Synthesised.of(Map.of());
        Synthesised.of(Synthesised.EVERYTHING);
        Synthesised.of(Map.of("function.snapStart", "false"));
        boolean all = Nightly.Condition.includes(3);
        List<Path> synthesized = Synthesised.templates().stream()
                .filter(file -> all || file.toFile().length() <= LARGEST_IN_EACH_BUILD)
                .toList();
        List<Path> templates = covering(synthesized).stream()
                .limit(all ? Long.MAX_VALUE : IN_EACH_BUILD)
                .collect(Collectors.toList());
        templates.addAll(published());

        List<JsonNode> findings = findings(templates);

        assertThat(findings)
                .filteredOn(finding -> !SUPPRESSED.containsKey(rule(finding)))
                .map(CfnLintIT::describe)
                .isEmpty();
        assertThat(templates)
                .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContainPattern(POLICY_BY_FUNCTION));
        if (all) {
            assertThat(findings.stream().map(CfnLintIT::rule).distinct())
                    .as("suppressed rules that have findings")
                    .containsExactlyInAnyOrderElementsOf(SUPPRESSED.keySet());
        }
    }

    @Test
    void theReviewersPageNamesEveryRuleThatHasFindings() throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "security.md"))).contains(SUPPRESSED.keySet());
    }

    @Test
    void cfnLintFindsATemplateThatCloudFormationWouldRefuse(@TempDir Path folder) throws Exception {
        Path template = folder.resolve("wrong.template.json");
        Files.writeString(template, """
            {"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 43201}},
              "Second": {"Type": "AWS::SQS::Queue", "DependsOn": {"Fn::If": ["C", "Queue", {"Ref": "AWS::NoValue"}]}}},
             "Conditions": {"C": {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]}}}
            """);

        assertThat(findings(List.of(template))).map(CfnLintIT::rule).contains("E3034", "E3001");
    }

    @Test
    void aReleaseHasNoTemplateThatCfnLintDoesNotRead() throws IOException {
        assertThat(published())
                .extracting(file -> file.getFileName().toString())
                .contains("ReplicationSource.yaml", "ReplicationTarget.yaml");
        assertThat(Files.readString(Path.of("..", "build", "release")).lines())
                .filteredOn(line -> line.matches("(for|cp) .*(templates|\\.ya?ml).*"))
                .containsExactly(
                        "for template in templates/*.yaml; do",
                        // Policies; a template would be among the published ones.
                        "cp templates/*.json docs/examples/undo.py \"$folder/\"");
    }

    /** What users download and deploy: each file that has resources. */
    private static List<Path> published() throws IOException {
        try (Stream<Path> files = Files.walk(PUBLISHED)) {
            List<Path> templates = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (RESOURCES.matcher(Files.readString(file)).find()) {
                    templates.add(file);
                }
            }
            return templates;
        }
    }

    /**
     * The proof reads templates as a whole: each property that CloudFormation's schema lets a template set is in its
     * list, as read or as refused.
     */
    @Test
    void theProofKnowsEveryPropertyOfEachTypeThatItReads() throws Exception {
        for (String line : Files.readAllLines(KNOWN_NAMES)) {
            String type = line.split("[ .]", 2)[0];
            if (line.startsWith("AWS::") && line.startsWith(type + " ")) {
                JsonNode schema = schema(type);
                List<String> settable = new ArrayList<>();
                schema.path("properties").properties().forEach(property -> settable.add(property.getKey()));
                schema.path("readOnlyProperties")
                        .forEach(path -> settable.remove(path.asText().replace("/properties/", "")));
                assertThat(line.split(": ", 2)[1]
                                .replace(" |", "")
                                .replace(":B", "")
                                .replace(":A", "")
                                .split(" ", -1))
                        .as(type)
                        .containsAll(settable);
            }
        }
    }

    /**
     * The test of the table of docs/changing-settings.md reads this file. A change of AWS that is meant is written down
     * by {@code -Dsnapshots=update}, before the table is.
     */
    @Test
    void thePropertiesThatReplaceAResourceAreThoseOfItsSchema() throws Exception {
        SortedMap<String, Object> facts = new TreeMap<>();
        for (Map<String, String> options : List.of(Synthesised.EVERYTHING, Synthesised.ALTERNATIVES)) {
            Synthesised app = Synthesised.of(options);
            for (JsonNode template : List.of(app.target(), app.source())) {
                for (JsonNode resource : template.get("Resources")) {
                    String type = resource.get("Type").asText();
                    if (!facts.containsKey(type)) {
                        facts.put(type, facts(schema(type)));
                    }
                }
            }
        }
        String expected = Json.write(Json.of(facts));
        if ("update".equals(System.getProperty("snapshots"))) {
            Files.writeString(ResourceSchemas.FILE, expected);
        }

        assertThat(Files.readString(ResourceSchemas.FILE)).isEqualTo(expected);
    }

    private static Map<String, List<String>> facts(JsonNode schema) {
        Map<String, List<String>> facts = new TreeMap<>();
        for (String keyword : ResourceSchemas.KEYWORDS) {
            List<String> properties = new ArrayList<>();
            schema.path(keyword).forEach(path -> properties.add(path.asText()));
            if (!properties.isEmpty()) {
                facts.put(keyword, properties.stream().sorted().toList());
            }
        }
        return facts;
    }

    /** CloudFormation's, as cfn-lint brings it. */
    private static JsonNode schema(String type) throws Exception {
        Path schemas;
        try (Stream<Path> files = Files.walk(installed().resolveSibling("../lib"), 6)) {
            schemas = files.filter(path -> path.endsWith("cfnlint/data/schemas"))
                    .findFirst()
                    .orElseThrow();
        }
        JsonNode names = Json.read(schemas.resolve("providers").resolve("us-east-1.json"));
        return Json.read(schemas.resolve("resources").resolve(names.get(type).asText() + ".json"));
    }

    /**
     * A third of the templates has nothing that is not in others. Always the next one that has most of what is left.
     */
    private static List<Path> covering(List<Path> templates) {
        Map<Path, Set<Map.Entry<String, JsonNode>>> entries = new LinkedHashMap<>();
        for (Path template : templates) {
            Set<Map.Entry<String, JsonNode>> own = new HashSet<>();
            Json.read(template)
                    .forEachEntry((section, content) -> own.addAll(
                            content.isObject() ? content.properties() : Set.of(Map.entry(section, content))));
            entries.put(template, own);
        }
        List<Path> chosen = new ArrayList<>();
        while (!entries.isEmpty()) {
            Map.Entry<Path, Set<Map.Entry<String, JsonNode>>> most = Collections.max(
                    entries.entrySet(),
                    Comparator.comparingInt(own -> own.getValue().size()));
            Set<Map.Entry<String, JsonNode>> read = Set.copyOf(most.getValue());
            chosen.add(most.getKey());
            entries.values().forEach(own -> own.removeAll(read));
            entries.values().removeIf(Set::isEmpty);
        }
        return chosen;
    }

    /** In two processes: cfn-lint reads one template after another. */
    private static List<JsonNode> findings(List<Path> templates) throws Exception {
        int half = Math.ceilDiv(templates.size(), 2);
        List<Process> processes = new ArrayList<>();
        for (List<Path> part : List.of(templates.subList(0, half), templates.subList(half, templates.size()))) {
            if (!part.isEmpty()) {
                processes.add(start(part));
            }
        }
        List<JsonNode> findings = new ArrayList<>();
        for (Process cfnLint : processes) {
            String output = output(cfnLint);
            // 0 is no finding; every bit stands for a kind of finding, except 1, which is a failure of cfn-lint itself.
            assertThat(cfnLint.waitFor() & 1).as(output).isZero();
            Json.parse(output).forEach(findings::add);
        }
        return findings;
    }

    private static Process start(List<Path> templates) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                installed().toAbsolutePath().toString(), "--format", "json", "--include-checks", "I", "--template"));
        templates.forEach(template -> command.add(template.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().remove("PYTHONDONTWRITEBYTECODE");
        return builder.start();
    }

    private static String rule(JsonNode finding) {
        return finding.at("/Rule/Id").asText();
    }

    private static String describe(JsonNode finding) {
        return "%s %s: %s (%s)"
                .formatted(
                        rule(finding),
                        finding.at("/Location/Path"),
                        finding.get("Message").asText(),
                        finding.get("Filename").asText());
    }

    /** The cfn-lint of the virtual environment, which is made again when the requirements have changed. */
    private static Path installed() throws Exception {
        Path marker = VIRTUAL_ENVIRONMENT.resolve("installed");
        String requirements = Files.readString(REQUIREMENTS);
        if (!Files.exists(marker) || !Files.readString(marker).equals(requirements)) {
            String python = run(Path.of("..", "build", "find-tool").toString(), "python")
                    .strip();
            run(python, "-m", "venv", "--clear", VIRTUAL_ENVIRONMENT.toString());
            run(
                    VIRTUAL_ENVIRONMENT.resolve("bin").resolve("python").toString(),
                    "-m",
                    "pip",
                    "install",
                    "--quiet",
                    "--no-input",
                    "--disable-pip-version-check",
                    // Python compiles what is used when it is used first: a third of it.
                    "--no-compile",
                    "--require-hashes",
                    "--requirement",
                    REQUIREMENTS.toString());
            Files.writeString(marker, requirements);
        }
        return VIRTUAL_ENVIRONMENT.resolve("bin").resolve("cfn-lint");
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = output(process);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + "\n" + output)
                .isZero();
        return output;
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
