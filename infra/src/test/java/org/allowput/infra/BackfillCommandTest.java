package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** bin/backfill, with a program in the place of the AWS CLI that shows what it was asked. */
class BackfillCommandTest {
    private static final String ROLE =
            "{\"OutputKey\": \"BackfillRoleArn\", \"OutputValue\": \"arn:aws-cn:iam::222222222222:role/Backfill\"},";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void theJobHasTheFunctionAManifestOfWhatWasAskedForAReportAndAConfirmation() throws Exception {
        List<String> asked = created(
                "--create", "--prefix", "a \"b\"/", "--prefix", "c/", "--created-after", "2026-01-31T00:00:00Z");

        assertThat(asked)
                .containsSequence("s3control", "create-job")
                .containsSequence("--account-id", "222222222222")
                .containsSequence("--role-arn", "arn:aws-cn:iam::222222222222:role/Backfill")
                .containsSequence("--priority", "10")
                .contains("--confirmation-required")
                .doesNotContain("--no-confirmation-required");
        assertThat(json(asked, "--operation")).isEqualTo(Json.parse("""
            {"LambdaInvoke": {"FunctionArn": "arn:of:the:alias:live", "InvocationSchemaVersion": "2.0"}}\
            """));
        JsonNode manifest = json(asked, "--manifest-generator").get("S3JobManifestGenerator");
        assertThat(manifest.get("SourceBucket").asText()).isEqualTo("arn:aws-cn:s3:::the-source");
        assertThat(manifest.get("Filter")).isEqualTo(Json.parse("""
            {"CreatedAfter": "2026-01-31T00:00:00Z", "KeyNameConstraint": {"MatchAnyPrefix": ["a \\"b\\"/", "c/"]}}\
            """));
        assertThat(json(asked, "--report").get("Bucket").asText()).isEqualTo("arn:aws-cn:s3:::the-backfill");
    }

    @Test
    void withoutCreateTheCommandIsPrintedAndNothingIsCreated() throws Exception {
        aws(ROLE);
        Process command = start();
        String printed = output(command);

        assertThat(command.waitFor()).as(printed).isZero();
        assertThat(printed).startsWith("aws s3control create-job ").contains("--confirmation-required");
        assertThat(Files.readAllLines(directory.resolve("asked"))).doesNotContain("create-job");
    }

    @Test
    void aStackWithoutTheRoleIsToldOf() throws Exception {
        aws("");
        Process command = start("--create");
        String printed = output(command);

        assertThat(command.waitFor()).isEqualTo(1);
        assertThat(printed)
                .isEqualTo("The stack has no role for the job: deploy it with -c backfill.enabled=true and run this"
                        + " again.\n");
    }

    @Test
    void anOptionThatIsNoneOrHasABadValueIsToldOfBeforeAnythingIsAsked() throws Exception {
        aws(ROLE);
        for (String[] bad : new String[][] {{"--delete"}, {"--prefix"}, {"--priority", "high"}}) {
            Process command = start(bad);
            assertThat(output(command)).contains(bad[0]).hasLineCount(1);
            assertThat(command.waitFor()).isEqualTo(1);
        }
        assertThat(directory.resolve("asked")).doesNotExist();
    }

    private List<String> created(String... options) throws Exception {
        aws(ROLE);
        Process command = start(options);
        String printed = output(command);
        assertThat(command.waitFor()).as(printed).isZero();
        return Files.readAllLines(directory.resolve("asked"));
    }

    private static JsonNode json(List<String> asked, String option) {
        return Json.parse(asked.get(asked.indexOf(option) + 1));
    }

    private Process start(String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of("../bin/backfill"));
        words.addAll(List.of(options));
        ProcessBuilder command = new ProcessBuilder(words).redirectErrorStream(true);
        command.environment().merge("PATH", directory.toString(), (path, first) -> first + ":" + path);
        return command.start();
    }

    /** Writes its arguments down, one a line, and answers with the outputs of a stack. */
    private void aws(String role) throws IOException {
        Path aws = directory.resolve("aws");
        Files.writeString(aws, """
            #!/bin/sh
            printf '%%s\\n' "$@" >> '%s'
            echo '[%s {"OutputKey": "FunctionAliasArn", "OutputValue": "arn:of:the:alias:live"},
              {"OutputKey": "SourceBucketName", "OutputValue": "the-source"},
              {"OutputKey": "BackfillBucketName", "OutputValue": "the-backfill"}]'
            """.formatted(directory.resolve("asked"), role));
        assertThat(aws.toFile().setExecutable(true)).isTrue();
    }

    private static String output(Process command) throws IOException {
        return new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
