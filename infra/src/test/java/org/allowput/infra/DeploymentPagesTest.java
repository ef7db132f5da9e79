package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.infra.settings.ExternalIdSyntax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;

/** What docs/ says about settings and parameters can be deployed. */
class DeploymentPagesTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Path PARAMETERS = DOCS.resolve("settings.md");
    private static final Pattern PLACEHOLDER = Pattern.compile("ParameterKey=(\\w+),ParameterValue='([^']+)'");

    /** {@code ParameterKey=Name,}, {@code param_Name=}, {@code Name=value} and Terraform's {@code Name = }. */
    private static final Pattern NAMED_PARAMETER = Pattern.compile("(?m)(?:ParameterKey=|param_|(?<=[ `\"])|^"
            + " {4})(?!UsePreviousValue|ParameterKey)([A-Z][a-z]\\w+)(?:=(?!\\w+,ParameterValue)| +="
            + " |,ParameterValue)");

    @Test
    void theExampleForProductionCanBeDeployed(@TempDir Path folder) throws IOException {
        Map<String, Object> context = new ObjectMapper()
                .convertValue(Json.read(DOCS.resolve("examples/cdk.json")).get("context"), new TypeReference<>() {});

        App app =
                new App(ReplicationApp.props(context).outdir(folder.toString()).build());
        ReplicationApp.build(app, Synthesised.zips(), Map.of());
        app.synth();

        JsonNode target = Json.read(folder.resolve("ReplicationTarget.template.json"));
        JsonNode source = Json.read(folder.resolve("ReplicationSource.template.json"));
        assertThat(target.toString())
                .contains("UseTargetKey", "ReplicateOrders")
                .doesNotContain("AWS::S3::BucketPolicy");
        assertThat(source.toString())
                .contains(
                        "subnet-4567cdef",
                        "on-call@example.com",
                        "https://example.com/orders/on-call#dead-letters",
                        "orders/",
                        "UseSourceKey");
    }

    @Test
    void thePageForAccountAShowsThePoliciesThatAreGranted() throws IOException {
        List<JsonNode> shown = Pattern.compile("(?s)```json\n(.*?)```")
                .matcher(Files.readString(DOCS.resolve("for-account-a.md")))
                .results()
                .map(block -> Json.parse(block.group(1)))
                .toList();

        assertThat(shown)
                .containsExactly(
                        Json.read(DOCS.resolveSibling("templates").resolve("trust-policy.json")),
                        Json.read(DOCS.resolveSibling("templates").resolve("role-policy.json")));
    }

    @Test
    void terraformGivesEachTemplateWhatItRequires() throws IOException {
        List<MatchResult> blocks = Pattern.compile("(?s)```hcl\n(.*?)```")
                .matcher(Files.readString(DOCS.resolve("deploy-elsewhere.md")))
                .results()
                .toList();

        assertThat(blocks).hasSize(2);
        for (MatchResult block : blocks) {
            PublishedTemplate template = block.group(1).contains("ReplicationSource.yaml")
                    ? PublishedTemplate.SOURCE
                    : PublishedTemplate.TARGET;
            Set<String> given = Pattern.compile("(?m)^    (\\w+) +=")
                    .matcher(block.group(1))
                    .results()
                    .map(name -> name.group(1))
                    .collect(Collectors.toSet());
            Set<String> required = template.parameters().stream()
                    .filter(parameter -> parameter.defaultValue().isEmpty())
                    .map(PublishedTemplate.Parameter::name)
                    .collect(Collectors.toSet());

            assertThat(given.remove("ExternalIdReference")).isTrue();
            assertThat(given).containsAll(required);
            assertThat(template.parameters())
                    .extracting(PublishedTemplate.Parameter::name)
                    .containsAll(given);
        }
    }

    /** {@code -Dsnapshots=update} writes it. */
    @Test
    void theTableOfParametersIsWhatTheTemplatesHave() throws IOException {
        String page = Files.readString(PARAMETERS);
        String begin = "<!-- parameters -->\n";
        String end = "<!-- end -->\n";
        String expected = page.substring(0, page.indexOf(begin) + begin.length())
                + section("Account A: ReplicationTarget.yaml", PublishedTemplate.TARGET)
                + section("Account B: ReplicationSource.yaml", PublishedTemplate.SOURCE)
                + page.substring(page.indexOf(end));
        if ("update".equals(System.getProperty("snapshots"))) {
            Files.writeString(PARAMETERS, expected);
        }

        assertThat(Files.readString(PARAMETERS)).isEqualTo(expected);
    }

    /** A forgotten override would otherwise be a value that everybody can read on the page. */
    @Test
    void theTemplateRefusesThePlaceholdersOfTheStackSet() throws IOException {
        Map<String, String> patterns = PublishedTemplate.SOURCE.parameters().stream()
                .collect(Collectors.toMap(PublishedTemplate.Parameter::name, PublishedTemplate.Parameter::pattern));
        String page = Files.readString(DOCS.resolve("deploy-elsewhere.md"));
        List<String> placeholders = PLACEHOLDER
                .matcher(page)
                .results()
                .map(found -> {
                    String pattern = patterns.getOrDefault(found.group(1), ExternalIdSyntax.OPTIONAL_PATTERN);
                    assertThat(found.group(2)).as(found.group(1)).doesNotMatch(pattern);
                    return found.group(1);
                })
                .toList();

        assertThat(placeholders).contains("ExternalId", "SourceBucketName");
    }

    /** In commands and in tables. */
    @Test
    void theParametersThatTheDocumentsNameExist() throws IOException {
        List<String> parameters = Stream.of(PublishedTemplate.values())
                .flatMap(template -> template.json().get("Parameters").propertyStream())
                .map(Map.Entry::getKey)
                .toList();
        for (String page : List.of("deploy.md", "deploy-elsewhere.md", "put-yourself.md")) {
            // Arguments of a program look like parameters.
            String text = Files.readString(DOCS.resolve(page)).replaceAll("(?s)python3 - <<'END'.*?\nEND\n", "");
            assertThat(NAMED_PARAMETER.matcher(text).results().map(found -> found.group(1)))
                    .as(page)
                    .isNotEmpty()
                    .allMatch(parameters::contains);
        }
    }

    private static String section(String title, PublishedTemplate template) {
        return "\n### " + title + "\n\nparameter | default | setting, and what differs\n--- | --- | ---\n"
                + template.parameters().stream()
                        .map(parameter -> "`%s` | %s | %s\n"
                                .formatted(
                                        parameter.name(),
                                        parameter
                                                .defaultValue()
                                                .map(value -> value.isEmpty() ? "empty" : "`" + value + "`")
                                                .orElse("required"),
                                        meaning(parameter)))
                        .collect(Collectors.joining())
                + "\n";
    }

    /** The description too, unless it is that of one setting, with the same values: patterns are prefixes here. */
    private static String meaning(PublishedTemplate.Parameter parameter) {
        String settings =
                parameter.settings().stream().map(path -> "`" + path + "`").collect(Collectors.joining(", "));
        if (settings.isEmpty()) {
            return parameter.description();
        }
        boolean same = !settings.contains(",")
                && !settings.startsWith("`keys.")
                && !parameter.defaultValue().equals(Optional.of("true"));
        return same ? settings : settings + ": " + parameter.description();
    }
}
