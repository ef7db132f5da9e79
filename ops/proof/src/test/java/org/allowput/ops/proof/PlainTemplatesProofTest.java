package org.allowput.ops.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The plain templates are proven for all values of their parameters, as {@code bin/prove-access} proves them. */
final class PlainTemplatesProofTest {
    private static final Path TEMPLATES = Path.of("..", "..", "templates");

    private final StringWriter output = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void bothTemplatesAreProvenForAllValuesOfTheirParameters() {
        int status = prove(
                TEMPLATES.resolve("ReplicationTarget.yaml").toString(),
                TEMPLATES.resolve("ReplicationSource.yaml").toString());

        assertThat(status).as(output.toString()).isZero();
        assertThat(output.toString())
                .contains(
                        "Only arn:aws:iam::{SourceAccount}:role/{SourceRoleName}",
                        "A session of {RoleName} can only s3:PutObject, s3:DeleteObject (where {ReplicateDeletes}"
                                + " is true)",
                        "creates an object without If-None-Match (where {WriteOnce} is true)",
                        "A function, as ")
                .doesNotContain("REFUTED");
    }

    @Test
    void oneDeploymentIsProvenWithItsValues() {
        int status = prove(
                TEMPLATES.resolve("ReplicationTarget.yaml").toString(),
                "--parameter",
                "SourceAccount=222222222222",
                "--parameter",
                "BucketName=target",
                "--parameter",
                "KeyPrefix=b/",
                "--parameter",
                "RoleName=AllowPutToS3",
                "--parameter",
                "KmsKeyArn=");

        assertThat(status).as(output.toString()).isZero();
        assertThat(output.toString()).contains("AllowPutToS3", " on arn:aws:s3:::target/b/*");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        tags without their opt-in | - ReplicateTagsIsTrue | - WriteOnceIsTrue | action: s3:PutObjectTagging
        any role of the account   | - HasSourceRoleName | - HasKmsKeyArn | action: sts:AssumeRole
        another account           | iam::${SourceAccount}:root | iam::444444444444:root | 444444444444
        """)
    void aMistakeInAPlainTemplateIsRefuted(String mistake, String correct, String wrong, String shown)
            throws IOException {
        String template = Files.readString(TEMPLATES.resolve("ReplicationTarget.yaml"));
        assertThat(template).contains(correct);
        Path changed = Files.writeString(folder.resolve("changed.yaml"), template.replace(correct, wrong));

        assertThat(prove(changed.toString())).isEqualTo(1);
        assertThat(output.toString()).contains("REFUTED", shown);
    }

    /** A part of account A's line is proven by its part of the pattern. */
    @Test
    void aLineThatMayHaveAWildcardIsRefused() throws IOException {
        String template = Files.readString(TEMPLATES.resolve("ReplicationSource.yaml"));
        Path changed = Files.writeString(
                folder.resolve("changed.yaml"),
                template.replaceFirst("(?s)(  TargetGrant:.*?AllowedPattern: )[^\n]*", "$1\"[^\\\\n]*\""));

        assertThat(prove(changed.toString())).isNotZero();
        assertThat(output.toString()).contains("TargetGrant.", "which may contain a wildcard");
    }

    private int prove(String... arguments) {
        return new CommandLine(new ProveAccessCommand())
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(output, true))
                .execute(List.of(arguments).toArray(String[]::new));
    }
}
