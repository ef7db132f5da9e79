package org.allowput.sandbox.facts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.local.Tool;
import org.allowput.emulator.testing.Finished;
import org.allowput.sandbox.contract.SynthesizedTemplate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * asl-validator, which others wrote, finds the definition of the workflow valid, and finds mistakes in it: the schema
 * of each state, targets of transitions, paths. It checks no retriers: {@link RetriersTest} does.
 *
 * <p>package-lock.json pins it; this test installs it into target/asl-validator.
 *
 * @see <a href="https://github.com/ChristopheBougere/asl-validator">asl-validator</a>
 */
class StatesLanguageIT {
    private static final Path PACKAGES = Path.of("src", "test", "npm");
    private static final Path FOLDER = Path.of("target", "asl-validator").toAbsolutePath();

    private static String definition = "";

    @TempDir
    private Path folder;

    @BeforeAll
    static void install() throws IOException {
        definition =
                JSON.std.asString(SynthesizedTemplate.read("source").workflow()).replace("arn:x:", "arn:aws:");
        Path installed = FOLDER.resolve("installed");
        String lock = Files.readString(PACKAGES.resolve("package-lock.json"));
        if (!Files.exists(installed) || !Files.readString(installed).equals(lock)) {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve("package-lock.json"), lock);
            Files.writeString(FOLDER.resolve("package.json"), Files.readString(PACKAGES.resolve("package.json")));
            Path npm = Tool.NPM.find(Checkout.current());
            assertThat(Finished.of(new ExternalCommand(
                                    FOLDER, npm.toString(), "ci", "--no-audit", "--no-fund", "--ignore-scripts"))
                            .succeeded())
                    .contains("added");
            Files.writeString(installed, lock);
        }
    }

    @Test
    void theDefinitionIsValid() throws IOException {
        assertThat(judged(definition).succeeded()).contains("is valid");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        "Next":"Complete"           | "Next":"Completed"              | MISSING_TRANSITION_TARGET
        "StartAt":"CopyRange"       | "StartAt":"CopyRanges"          | MISSING_TRANSITION_TARGET
        "Type":"Choice"             | "Type":"Choose"                 | SCHEMA_VALIDATION_FAILED
        "OutputPath":"$.Payload"    | "OutputPath":"$.["              | SCHEMA_VALIDATION_FAILED
        "TimeoutSeconds":960        | "TimeoutSeconds":0              | SCHEMA_VALIDATION_FAILED
        "ResultPath":"$.sent"       | "ResultPath":"$.sent","End":true | TERMINAL_STATE_WITH_NEXT
        """)
    void aMistakeIsFound(String right, String wrong, String kind) throws IOException {
        assertThat(definition).contains(right);

        Finished judged = judged(definition.replace(right, wrong));
        assertThat(judged.status()).isOne();
        assertThat(judged.output()).contains(kind);
    }

    private Finished judged(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("definition.json"), text);
        Path node = Tool.NODE.find(Checkout.current());
        return Finished.of(new ExternalCommand(
                FOLDER,
                node.toString(),
                "node_modules/asl-validator/dist/bin/asl-validator.js",
                "--json-path",
                file.toString()));
    }
}
