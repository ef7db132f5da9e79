package org.allowput.ops.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.allowput.ops.cli.Operations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProveAccessCommandTest {
    private static final Path TEMPLATES = Path.of("..", "..", "templates");
    private static final List<String> VALUES =
            List.of("SourceAccount=222222222222", "BucketName=target", "AlarmEmail=a@example.com");

    private final StringWriter output = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void aTemplateIsProvenAndWhatIsNotCoveredIsSaid() throws IOException {
        assertThat(prove(
                        PublishedTemplates.TARGET,
                        "--page",
                        folder.resolve("page.html").toString()))
                .isZero();

        assertThat(output.toString().lines().filter(line -> line.startsWith("proven")))
                .hasSize(4);
        assertThat(output.toString())
                .contains("not covered: policies of other resources of account A")
                .contains("; what the account has besides the template: other roles");
        String page = Files.readString(folder.resolve("page.html"));
        assertThat(page)
                .contains(
                        "All 4 statements are proven.",
                        "1. Only principals of account 222222222222",
                        "5. What is not covered",
                        ".yaml --parameter SourceAccount=VALUE --parameter BucketName=VALUE --parameter"
                                + " AlarmEmail=VALUE</li>")
                .doesNotContainPattern("(?i)<script|<link|<img|\\ssrc=|\\shref=|url\\(|@import");
        assertThat(Files.readString(Path.of("../../docs/for-account-a.md")))
                .contains(page.replaceFirst("(?s).*<pre>\n(.*)</pre>.*", "$1"));
    }

    @Test
    void aMistakeIsShownByARequestWithoutTheExternalId() throws IOException {
        String wrong = PublishedTemplates.edited(
                "Effect: Allow\n                Action: s3:PutObject\n",
                "Effect: Allow\n                Action: s3:*\n");

        assertThat(prove(
                        wrong,
                        "--page",
                        folder.resolve("page.html").toString(),
                        "--parameter",
                        "ExternalId=agreed-secret"))
                .isEqualTo(1);

        assertThat(output.toString()).contains("REFUTED   2.", "because this request is allowed", "action: s3:");
        assertThat(output + Files.readString(folder.resolve("page.html"))).doesNotContain("agreed-secret");
    }

    @Test
    void anExternalIdThatSomebodyElseHasIsNotShown() throws IOException {
        String wrong = PublishedTemplates.edited("Action: sts:AssumeRole\n", "Action: sts:*\n");

        assertThat(prove(wrong, "--parameter", "ExternalId=agreed-secret")).isEqualTo(1);

        assertThat(output.toString())
                .contains("REFUTED   1.", "sts:externalid: one that the role accepts")
                .doesNotContain("agreed-secret");
    }

    @Test
    void whatIsNotKnownIsNotProven() throws IOException {
        assertThat(prove(PublishedTemplates.edited("Type: AWS::S3::BucketPolicy", "Type: AWS::S3::Other")))
                .isEqualTo(3);
        assertThat(output.toString())
                .contains("Resources.TargetBucketPolicy.Type: seen AWS::S3::Other, expected one of");
        assertThat(prove("no template")).isEqualTo(3);
    }

    /** What IAM makes of Bool with another text than true and false is not known. */
    @Test
    void whatIsUndecidedEndsWithACodeOfItsOwn() throws IOException {
        String statement = "- Sid: AllowPutToS3\n";
        String line = "\n" + " ".repeat(14);
        String undecided = PublishedTemplates.edited(
                statement,
                "- {Effect: Allow, Action: s3:GetObject, Resource: '*', Condition: {StringEquals:"
                        + " {'aws:PrincipalTag/t': a}}}"
                        + line
                        + "- {Effect: Deny, Action: s3:GetObject, Resource: '*', Condition: {Bool:"
                        + " {'aws:PrincipalTag/t': true}}}"
                        + line + statement);

        assertThat(prove(undecided)).isEqualTo(3);

        assertThat(output.toString()).contains("UNDECIDED 2.").doesNotContain("REFUTED");
    }

    @Test
    void whatIsExpectedOfARoleMustBeGiven() {
        assertThat(run("--role", "AllowPutToS3", "--bucket", "target")).isEqualTo(2);
        assertThat(output.toString()).contains("Missing: what is expected", "--trusts ACCOUNT and --prefix");
    }

    @Test
    void aStackSaysWhatItMeansItself() {
        assertThat(run("--name", "b", "--role", "AllowPutToS3")).isEqualTo(2);
        assertThat(output.toString()).contains("Seen a stack beside --role or --template");
        assertThat(run("--name", "b", "--stack", "Other")).isEqualTo(2);
    }

    @Test
    void aScriptReadsEachStatementWithItsVerdict() throws IOException {
        assertThat(prove(PublishedTemplates.TARGET, "--json")).isZero();

        assertThat((List<?>) JSON.std.mapFrom(output.toString()).get("statements"))
                .hasSize(4)
                .allSatisfy(statement ->
                        assertThat(((Map<?, ?>) statement).get("verdict")).isEqualTo("PROVEN"));
    }

    /** docs/deploy-elsewhere.md. */
    @Test
    void thePublishedPoliciesOfARoleThatIsMadeByHandAreProven() throws IOException {
        HandMade made = new HandMade();
        replace(made.trust, "trust-policy.json");
        replace(made.role, "role-policy.json");

        assertThat(PublishedTemplates.notProven(TargetStatements.decide(made.deployment())))
                .isEmpty();
    }

    private static void replace(List<Object> statements, String file) throws IOException {
        String json = Files.readString(TEMPLATES.resolve(file))
                .replace("SOURCE_ACCOUNT", "222222222222")
                .replace("TARGET_BUCKET", "target")
                .replace("EXTERNAL_ID", "agreed-1");
        statements.clear();
        statements.addAll((List<?>) JSON.std.mapFrom(json).get("Statement"));
    }

    private int prove(String template, String... options) throws IOException {
        Path file = Files.writeString(folder.resolve("template.yaml"), template);
        return run(Stream.of(
                        Stream.of("--template", file.toString()),
                        VALUES.stream().flatMap(value -> Stream.of("--parameter", value)),
                        Stream.of(options))
                .flatMap(each -> each)
                .toArray(String[]::new));
    }

    private int run(String... arguments) {
        return Operations.commandLine(new ProveAccessCommand(), "bin/prove-access")
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(output, true))
                .execute(arguments);
    }
}
