package org.allowput.sandbox.repository;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.allowput.emulator.VirtualEnvironment;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.local.Tool;
import org.allowput.emulator.testing.Finished;
import org.allowput.emulator.testing.Nightly;
import org.allowput.sandbox.deployed.RunbookCommands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The apps of docs/deploy-elsewhere.md include both templates by {@code CfnInclude}, in TypeScript and in Python, with
 * the same result. package-lock.json and requirements.txt pin the CDK; the test installs it.
 *
 * @see <a href="https://docs.aws.amazon.com/cdk/v2/guide/use-cfn-template.html">Import an existing template</a>
 */
class IncludedTemplatesIT {
    private static final Checkout CHECKOUT = Checkout.current();
    private static final List<String> STACKS = List.of("ReplicationTarget", "ReplicationSource");

    @Test
    @Nightly(5)
    void anAppInTypeScriptAndOneInPythonHaveTheResourcesOfTheTemplates(@TempDir Path folder) throws IOException {
        Path typescript = copied("typescript", folder);
        Tool.NPM.find(CHECKOUT);
        run(
                typescript,
                "bash",
                "-euc",
                RunbookCommands.all("deploy-elsewhere.md").with("npx tsc "));
        synthesize(typescript, Tool.NODE.find(CHECKOUT).toString(), "app.js");
        Path python = copied("python", folder);
        Path interpreter = VirtualEnvironment.prepare(
                        CHECKOUT,
                        CHECKOUT.root().resolve("docs/cdk/python/requirements.txt"),
                        Tool.PYTHON,
                        progress -> {})
                .python();
        synthesize(python, interpreter.toString(), "app.py");

        for (String stack : STACKS) {
            String synthesized = synthesized(typescript, stack);
            assertThat(synthesized).isEqualTo(synthesized(python, stack));
            Map<String, Object> template = JSON.std.mapFrom(synthesized);
            assertThat(Objects.requireNonNull((Map<?, ?>) template.get("Resources"))
                            .keySet())
                    .extracting(String::valueOf)
                    .containsExactlyInAnyOrderElementsOf(resources(stack));
            assertThat(synthesized).contains("{{resolve:secretsmanager:allow-put-to-s3:SecretString:::version");
        }
    }

    private static Path copied(String language, Path folder) throws IOException {
        Path copy = folder.resolve(language);
        SourceFiles.copy(CHECKOUT.root().resolve("docs/cdk").resolve(language), copy);
        for (String stack : STACKS) {
            Files.copy(CHECKOUT.root().resolve("templates").resolve(stack + ".yaml"), copy.resolve(stack + ".yaml"));
        }
        return copy;
    }

    private static void synthesize(Path folder, String... command) {
        Finished.of(new ExternalCommand(folder, command)
                        .with(Map.of("CDK_OUTDIR", folder.resolve("cdk.out").toString())))
                .succeeded();
    }

    private static void run(Path folder, String... command) {
        Finished.of(new ExternalCommand(folder, command)).succeeded();
    }

    private static String synthesized(Path folder, String stack) throws IOException {
        return Files.readString(folder.resolve("cdk.out").resolve(stack + ".template.json"));
    }

    /** The logical ids that stand below Resources. */
    private static List<String> resources(String stack) throws IOException {
        String template = Files.readString(CHECKOUT.root().resolve("templates").resolve(stack + ".yaml"));
        String section = template.split("(?m)^Resources:\\n", 2)[1].split("(?m)^\\w", 2)[0];
        return Pattern.compile("(?m)^  (\\w+):$")
                .matcher(section)
                .results()
                .map(id -> id.group(1))
                .toList();
    }
}
