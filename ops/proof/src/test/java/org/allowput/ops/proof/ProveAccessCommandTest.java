package org.allowput.ops.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.allowput.ops.cli.CommandLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code bin/prove-access} prints and ends with. */
final class ProveAccessCommandTest {
    private static final String GRANT = """
        {"Bucket": "target",
         "Roles": [{"RoleName": "Copier", "Trusted": [{"Account": "222222222222", "ExternalIds": ["agreed-secret"]}]}]}
        """;
    private static final String TRUST = """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
          "Principal": {"AWS": "arn:aws:iam::222222222222:root"},
          "Condition": {"StringEquals": {"sts:ExternalId": "agreed-secret"}}}]}
        """;
    private static final String POLICY = """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::target/*"},
          {"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*",
           "Condition": {"Null": {"s3:x-amz-server-side-encryption-customer-algorithm": "false"}}},
          {"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*",
           "Condition": {"Null": {"s3:x-amz-server-side-encryption-aws-kms-key-id": "false"}}}]}
        """;

    private final StringWriter output = new StringWriter();

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        no JSON                 | "Resources": {             | "Resources": [             | nothing
        no resource             | "Type": "AWS::IAM::Role"   | "Type": ["AWS::IAM::Role"] | Role (line
        a condition of itself   | {"Fn::Equals": ["a", "a"]} | {"Condition": "Always"}    | nothing
        no arguments            | {"Fn::Equals": ["a", "a"]} | {"Fn::Equals": []}         | nothing
        an account of 3 digits  | "Account": "222222222222"  | "Account": "222"           | Grant.Account: seen 222
        a parameter of no shape | "Free": {"Type": "String"} | "Free": "String"           | the parameter Free
        """)
    void whatCannotBeReadEndsWithOneSentenceAndOneExitCode(String what, String old, String wrong, String named)
            throws IOException {
        String template = minimal().replace("\"Role\": {\n", "\"Role\": {\"Condition\": \"Always\",\n");
        assertThat(template).contains(old);

        assertThat(prove(write("t.json", template.replace(old, wrong)))).isEqualTo(3);
        assertThat(output.toString()).doesNotContain("\tat ", "proven");
        if (!named.equals("nothing")) {
            assertThat(output.toString()).contains(named);
        }
    }

    @Test
    void manyWildcardsAreRefusedAtOnce() throws IOException {
        String wildcards = "arn:aws:s3:::target/b/" + "*a".repeat(500);

        assertThat(prove(write("t.json", minimal().replace("arn:aws:s3:::target/b/*", wildcards))))
                .isEqualTo(3);
        assertThat(output.toString()).contains("more than 12 wildcards");
    }

    @Test
    void everythingThatIsNotUnderstoodIsNamedWithItsLine() throws IOException {
        String wrong = minimal()
                .replace("\"BucketName\"", "\"AccessControl\": \"PublicRead\",\n\"BucketName\"")
                .replace("\"Sid\": \"DenyKmsKeys\",", "\"Sid\": \"DenyKmsKeys\", \"Else\": 1,");

        assertThat(prove(write("t.json", wrong))).isEqualTo(3);
        assertThat(output.toString())
                .containsPattern("Bucket \\(line \\d+\\): AccessControl")
                .containsPattern("statement 3 DenyKmsKeys \\(line \\d+\\): Else");
    }

    @Test
    void aNameWithALineBreakImitatesNoOutput() throws IOException {
        prove(write("t.json", minimal().replace("AllowPutToS3", "A\\n  proven       1 ms  Everything")));

        assertThat(output.toString().lines()).noneMatch(line -> line.startsWith("  proven       1 ms  Everything"));
    }

    @ParameterizedTest
    @CsvSource({"Other=x, no such parameter", "ExternalId=A, does not accept the value"})
    void aParameterThatTheTemplateDoesNotTakeIsAnError(String parameter, String message) throws IOException {
        assertThat(prove(write("t.json", minimal()), "--parameter", parameter)).isEqualTo(3);
        assertThat(output.toString()).contains(message);
    }

    @Test
    void aKnownExternalIdIsProvenAndNeverPrinted() throws IOException {
        assertThat(prove(write("t.json", minimal()), "--parameter", "ExternalId=agreedsecret"))
                .as(output.toString())
                .isZero();
        assertThat(prove(
                        write("t.json", minimal().replace("222222222222:root", "444444444444:root")),
                        "--parameter",
                        "ExternalId=agreedsecret"))
                .isEqualTo(1);
        assertThat(output.toString()).contains("REFUTED", "Not covered:").doesNotContain("agreedsecret");
    }

    @Test
    void thePoliciesOfARoleAreProvenWithoutATemplate() throws IOException {
        assertThat(provePolicies(POLICY)).as(output.toString()).isZero();
        assertThat(output.toString())
                .contains("A session of Copier can only s3:PutObject on arn:aws:s3:::target/*")
                .doesNotContain("session lasts", "bucket allows nothing", "agreed-secret");
        assertThat(provePolicies(POLICY.replace("s3:PutObject\", \"Resource\": \"arn", "s3:*\", \"Resource\": \"arn")))
                .isEqualTo(1);
        assertThat(provePolicies(POLICY.replace("\"arn:aws:s3:::target/*\"", "{\"Ref\": \"x\"}")))
                .isEqualTo(3);
    }

    /** What the AWS CLI and Terraform create the role from, filled in as the pages say. */
    @Test
    void thePublishedPolicyFilesAreProven() throws IOException {
        String role = published("role-policy.json");
        String trust = published("trust-policy.json");
        String grant = write("grant.json", GRANT);

        assertThat(prove("--role-policy", write("r", role), "--trust", write("t", trust), "--grant", grant))
                .as(output.toString())
                .isZero();
        String wider = role.replace("arn:aws:s3:::target/*", "arn:aws:s3:::target*");
        assertThat(prove("--role-policy", write("r", wider), "--trust", write("t", trust), "--grant", grant))
                .isEqualTo(1);
        String everybody = trust.replace("arn:aws:iam::222222222222:root", "*");
        assertThat(prove("--role-policy", write("r", role), "--trust", write("t", everybody), "--grant", grant))
                .isEqualTo(1);
    }

    private static String published(String file) throws IOException {
        return Files.readString(Path.of("..", "..", "templates", file))
                .replace("TARGET_BUCKET", "target")
                .replace("SOURCE_ACCOUNT", "222222222222")
                .replace("EXTERNAL_ID", "agreed-secret");
    }

    private int provePolicies(String policy) throws IOException {
        return prove(
                "--role-policy", write("role.json", policy),
                "--trust", write("trust.json", TRUST),
                "--grant", write("grant.json", GRANT));
    }

    private String write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private static String minimal() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(ProveAccessCommandTest.class.getResourceAsStream("/proof/minimal.json"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private int prove(String... arguments) {
        return CommandLines.of(new ProveAccessCommand(), "bin/prove-access")
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(output, true))
                .execute(new ArrayList<>(List.of(arguments)).toArray(String[]::new));
    }
}
