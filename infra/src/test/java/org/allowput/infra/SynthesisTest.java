package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.emulator.testing.Nightly;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The app as the CDK's command line starts it, a process of its own with an ExternalId in its environment, writes what
 * the tests synthesize in theirs.
 */
class SynthesisTest {
    private static final String EXTERNAL_ID = "canary/of:the-external@id";

    @Test
    @Nightly(3)
    void theSameInputGivesTheSameFilesByteForByteAndTheExternalIdIsInNone(@TempDir Path directory) throws Exception {
        Path zip = Synthesised.zip();
        Path once = directory.resolve("once");
        String printed = synth(once, zip, EXTERNAL_ID, "{}");
        Path second = directory.resolve("second");
        Synthesised.synthesize(
                Synthesised.context(Map.of()),
                new FunctionZips(zip, zip, zip),
                Map.of("EXTERNAL_ID", EXTERNAL_ID),
                second);

        assertThat(files(once))
                .isEqualTo(files(second))
                .containsKeys(
                        "ReplicationTarget.template.json",
                        "ReplicationSource.template.json",
                        "ReplicationTarget.assets.json",
                        "ReplicationSource.assets.json",
                        "manifest.json");
        assertThat(files(once).values()).noneMatch(content -> content.contains(EXTERNAL_ID));
        assertThat(printed).doesNotContain(EXTERNAL_ID);
    }

    /** Otherwise each command of the CDK asks to configure them, and a later CDK could change the templates. */
    @Test
    void eachFeatureFlagOfTheCdkHasAValue(@TempDir Path directory) throws Exception {
        Synthesised.synthesize(Synthesised.context(Map.of()), Synthesised.zips(), Map.of(), directory);

        JsonNode flags = Json.read(directory.resolve("manifest.json"))
                .at("/artifacts/aws-cdk-lib~1feature-flag-report/properties/flags");
        assertThat(flags.size()).isGreaterThan(50);
        assertThat(flags.propertyStream())
                .allSatisfy(flag -> assertThat(flag.getValue().has("userValue"))
                        .as(flag.getKey())
                        .isTrue());
    }

    @Test
    void badSettingsAndABadExternalIdEndItWithOneMessageAndNoTemplate(@TempDir Path directory) throws Exception {
        Process app = start(directory, Synthesised.zip(), "two words", """
            {"target.account": "12", "queue.typo": "x"}\
            """);
        String printed = output(app);

        assertThat(app.waitFor()).isEqualTo(1);
        assertThat(printed)
                .startsWith("3 errors in the settings")
                .contains(
                        "replication.target.account: seen \"12\", expected 12 digits",
                        "replication.queue.typo: there is no such setting",
                        "EXTERNAL_ID")
                .doesNotContain("two words", "at org.allowput", "Exception");
        assertThat(directory).isEmptyDirectory();
    }

    private static String synth(Path out, Path zip, String externalId, String options) throws Exception {
        Process app = start(out, zip, externalId, options);
        String printed = output(app);
        assertThat(app.waitFor()).as(printed).isZero();
        return printed;
    }

    private static Process start(Path out, Path zip, String externalId, String options) throws IOException {
        ProcessBuilder app = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReplicationApp.class.getName(),
                        zip.toString(),
                        zip.toString(),
                        zip.toString())
                .redirectErrorStream(true);
        app.environment().put("CDK_OUTDIR", out.toString());
        app.environment()
                .put("CDK_CONTEXT_JSON", Json.write(Json.of(Synthesised.context(Json.map(Json.parse(options))))));
        app.environment().put("EXTERNAL_ID", externalId);
        return app.start();
    }

    private static String output(Process app) throws IOException {
        return new String(app.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** By name; what is no text is its bytes in hexadecimal. */
    private static Map<String, String> files(Path directory) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory).filter(Files::isRegularFile)) {
            for (Path path : paths.toList()) {
                String name = directory.relativize(path).toString();
                files.put(
                        name,
                        name.endsWith(".zip")
                                ? HexFormat.of().formatHex(Files.readAllBytes(path))
                                : Files.readString(path));
            }
        }
        return files;
    }
}
