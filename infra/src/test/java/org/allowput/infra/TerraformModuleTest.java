package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.allowput.contract.TargetGrant;
import org.allowput.infra.settings.ExternalIdSyntax;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The module in {@code templates/terraform}: Terraform itself evaluates the documents, which need no provider. The
 * resources of main.tf need AWS's provider, so only their syntax is checked.
 */
class TerraformModuleTest {
    private static final Path TEMPLATES = Path.of("..", "templates");
    private static final Map<String, String> VARIABLES = Map.of(
            "source_account", "222222222222",
            "bucket_name", "a.target",
            "external_id", "agreed/EXTERNAL_ID",
            "key_prefix", "from b/",
            "partition", "aws-cn");

    @TempDir
    private Path folder = Path.of("");

    /** How a command ended, with what it printed. */
    private record Result(int status, String output) {}

    @BeforeEach
    void copyWhatNeedsNoProvider() throws Exception {
        assumeTrue(terraform("version").status() == 0, "Terraform is not installed");
        for (String file : List.of("role-policy.json", "trust-policy.json", "bucket.json")) {
            Files.copy(TEMPLATES.resolve(file), folder.resolve(file));
        }
        Path module = Files.createDirectories(folder.resolve("terraform"));
        Files.copy(TEMPLATES.resolve("terraform/policies.tf"), module.resolve("policies.tf"));
        Files.writeString(module.resolve("outputs.tf"), """
            output "documents" {
              sensitive = true
              value     = [local.role_policy, local.trust_policy, local.bucket_policy, jsonencode(local.bucket)]
            }
            """);
    }

    @Test
    void theDocumentsAreTheGeneratedOnesWithTheNamesFilledIn() throws Exception {
        Result applied = apply(VARIABLES);
        assertThat(applied.status()).as(applied.output()).isZero();
        JsonNode documents =
                Json.parse(terraform("output", "-json", "documents").output());

        assertThat(Json.parse(documents.get(0).asText())).isEqualTo(expected("role-policy.json"));
        assertThat(Json.parse(documents.get(1).asText())).isEqualTo(expected("trust-policy.json"));
        JsonNode bucket = expected("bucket.json");
        assertThat(Json.parse(documents.get(2).asText())).isEqualTo(bucket.get("PolicyDocument"));
        assertThat(Json.parse(documents.get(3).asText())).isEqualTo(bucket);
        assertThat(documents.get(0).asText()).contains("arn:aws-cn:s3:::a.target/from b/*");
        assertThat(documents.get(1).asText())
                .contains("arn:aws-cn:iam::222222222222:root", "\"agreed/EXTERNAL_ID\"")
                .doesNotContain("SOURCE_ACCOUNT");
    }

    /** {@code ****} is what CloudFormation shows in the place of a parameter with NoEcho. */
    @ParameterizedTest
    @CsvSource({"external_id, ****", "external_id, x", "source_account, 12", "bucket_name, OVERRIDDEN", "key_prefix, a*"
    })
    void whatTheTemplateRefusesIsRefused(String variable, String value) throws Exception {
        Map<String, String> variables = new TreeMap<>(VARIABLES);
        variables.put(variable, value);

        Result refused = apply(variables);

        assertThat(refused.status()).isNotZero();
        assertThat(refused.output()).contains("Invalid value for variable", variable + " must");
    }

    @Test
    void thePatternsAreThoseOfTheTemplate() throws IOException {
        String module = Files.readString(TEMPLATES.resolve("terraform/policies.tf"));
        String template = Files.readString(TEMPLATES.resolve("ReplicationTarget.yaml"));

        assertThat(module).contains(ExternalIdSyntax.PATTERN.replace("\\", "\\\\"));
        for (String pattern :
                List.of("[0-9]{12}", "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "[ !#%-&(-)+->@-\\\\[\\\\]-{}~]{0,512}")) {
            assertThat(template).contains("AllowedPattern: \"" + pattern + "\"");
            assertThat(module).contains("\"^" + pattern + "$\"");
        }
    }

    /** A line that account B's template reads. */
    @Test
    void theGrantHasAValueForEachField() throws IOException {
        String module = Files.readString(TEMPLATES.resolve("terraform/main.tf"));
        String values = module.split("join\\(\"\\|\", \\[\n", 2)[1].split("\n  ]\\)", 2)[0];

        assertThat(values.lines()
                        .map(line -> line.strip().replaceAll("[\",]", "").replaceFirst(".*\\.(?=[a-z_]+$)", "")))
                .containsExactly(
                        "account_id",
                        "region",
                        "bucket_name",
                        "role_name",
                        "key_prefix",
                        "",
                        "",
                        "none",
                        "false",
                        "false")
                .hasSameSizeAs(TargetGrant.Field.values());
    }

    @Test
    void theFilesAreTerraform() throws Exception {
        Result formatted = terraform(
                "fmt",
                "-check",
                "-diff",
                TEMPLATES.resolve("terraform").toRealPath().toString());

        assertThat(formatted.status()).as(formatted.output()).isZero();
    }

    @Test
    void thePageShowsTheModuleWithItsVariables() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "deploy-elsewhere.md"));
        Path shown = Files.createDirectories(folder.resolve("shown"));
        Files.writeString(shown.resolve("main.tf"), page.split("```hcl\n", 2)[1].split("```", 2)[0]);

        Result formatted =
                terraform("fmt", "-check", "-diff", shown.toRealPath().toString());
        assertThat(formatted.status()).as(formatted.output()).isZero();
        for (String file : List.of("main.tf", "policies.tf")) {
            Pattern.compile("variable \"(\\w+)\"")
                    .matcher(Files.readString(TEMPLATES.resolve("terraform").resolve(file)))
                    .results()
                    .forEach(variable -> assertThat(page).containsPattern("\\b" + variable.group(1) + "\\b"));
        }
    }

    private static JsonNode expected(String file) throws IOException {
        return Json.parse(Files.readString(TEMPLATES.resolve(file))
                .replace("arn:aws:", "arn:aws-cn:")
                .replace("SOURCE_ACCOUNT", "222222222222")
                .replace("TARGET_BUCKET/*", file.startsWith("role") ? "a.target/from b/*" : "a.target/*")
                .replace("TARGET_BUCKET", "a.target")
                .replace("EXTERNAL_ID", "agreed/EXTERNAL_ID"));
    }

    private Result apply(Map<String, String> variables) throws Exception {
        Result initialized = terraform("init", "-input=false");
        assertThat(initialized.status()).as(initialized.output()).isZero();
        List<String> arguments = new ArrayList<>(List.of("apply", "-auto-approve", "-input=false", "-no-color"));
        variables.forEach((name, value) -> arguments.add("-var=" + name + "=" + value));
        return terraform(arguments.toArray(String[]::new));
    }

    private Result terraform(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("terraform"));
        command.addAll(List.of(arguments));
        Path module = folder.resolve("terraform");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Files.isDirectory(module) ? module.toFile() : folder.toFile())
                .redirectError(folder.resolve("error").toFile());
        builder.environment().put("CHECKPOINT_DISABLE", "1");
        builder.environment().remove("TF_CLI_CONFIG_FILE");
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            return new Result(status, status == 0 ? output : output + Files.readString(folder.resolve("error")));
        } catch (IOException e) {
            return new Result(1, e.toString());
        }
    }
}
