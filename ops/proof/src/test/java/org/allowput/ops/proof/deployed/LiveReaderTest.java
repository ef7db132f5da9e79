package org.allowput.ops.proof.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.allowput.ops.proof.Proof;
import org.allowput.ops.proof.ProofReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What AWS answers, read and proven. */
class LiveReaderTest {
    private final CapturedAnswers answers = new CapturedAnswers();

    private ProofReport report() {
        MeantGrant meant = MeantGrant.of("AllowPutToS3", "target", List.of("222222222222"), "", List.of());
        return Proof.ofAccount(answers, List.of(), List.of(meant));
    }

    static Stream<String> edits() throws IOException {
        return Stream.of(Files.readString(Path.of("src", "test", "resources", "proof", "answers-edits.txt"))
                        .split("(?m)^== ", -1))
                .skip(1);
    }

    /** Lists, policies and grants that are read; each case of {@code answers-edits.txt}. */
    @ParameterizedTest
    @MethodSource("edits")
    void whatIsDeployedIsDecided(String edits) {
        edits.lines().map(line -> line.split(" \\| ", -1)).forEach(line -> {
            String request = line[0].replaceFirst(".* ", "");
            if (line[0].startsWith("in ")) {
                answers.replacing(request, line[1], line[2]);
            } else if (line[0].startsWith("answer ")) {
                answers.with(request, line[1]);
            }
        });
        ProofReport report = report();

        edits.lines().filter(line -> line.startsWith("expect ")).forEach(line -> {
            String[] words = line.substring("expect ".length()).split(" \\| ", -1);
            assertThat(Stream.concat(
                            report.notes().stream().map("note "::concat),
                            report.decisions().stream()
                                    .map(decision -> decision.number() + " " + decision.verdict() + " " + decision)))
                    .as(line)
                    .anySatisfy(decision ->
                            assertThat(decision).startsWith(words[0]).contains(words));
        });
    }

    @Test
    void objectsWithListsOfTheirOwnAreNotCovered() {
        assertThat(report().notCovered()).anyMatch(line -> line.contains("access control lists of objects"));

        answers.replacing("S3:GetBucketOwnershipControls", "BucketOwnerPreferred", "BucketOwnerEnforced");
        assertThat(report().notCovered()).noneMatch(line -> line.contains("access control lists of objects"));
    }

    @Test
    void aPolicyOfTheRoleThatCannotBeReadStops() {
        answers.replacing("Iam:GetAccountAuthorizationDetails", "\"Action\":\"s3:PutObject\"", "\"Action\":\"put\"");

        assertThatThrownBy(this::report)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Put of AllowPutToS3");
    }

    /** What a stack of account A needs to be proven, and one of account B, and nothing else. */
    @Test
    void theReviewersPolicyAllowsExactlyTheRequestsThatAreMade() throws IOException {
        answers.replacing("S3Control:ListAccessPoints", "<AccessPointList/>", """
            <AccessPointList><AccessPoint><Name>ap</Name><Bucket>target</Bucket><AccessPointArn>\
            arn:aws:s3:us-east-1:111111111111:accesspoint/ap</AccessPointArn></AccessPoint></AccessPointList>\
            """);
        proveStack("""
            {"Bucket":"target","RoleName":"AllowPutToS3","Trusted":[{"Account":"222222222222"}]}\
            """);
        answers.with("CloudFormation:ListStackResources", """
            <ListStackResourcesResponse><ListStackResourcesResult><StackResourceSummaries><member>
            <ResourceType>AWS::Lambda::Function</ResourceType><PhysicalResourceId>F</PhysicalResourceId>
            </member></StackResourceSummaries></ListStackResourcesResult></ListStackResourcesResponse>\
            """)
                .with(
                        "Lambda:GetFunctionConfiguration",
                        "{\"FunctionName\":\"F\",\"Role\":\"arn:aws:iam::111111111111:role/F\"}");
        proveStack("{\"SourceBucket\":\"source\",\"TargetAccount\":\"111111111111\",\"RoleName\":\"AllowPutToS3\"}");
        List<?> statements = (List<?>) JSON.std
                .mapFrom(Files.readString(Path.of("../../templates/reviewer-policy.json")))
                .getOrDefault("Statement", List.of());

        assertThat(statements).hasSize(1);
        Object actions = ((Map<?, ?>) statements.getFirst()).get("Action");
        assertThat(answers.requests().stream().map(LiveReaderTest::action).filter(each -> !each.isEmpty()))
                .containsExactlyInAnyOrderElementsOf(((List<?>) Objects.requireNonNull(actions))
                        .stream().map(String::valueOf).toList())
                .allMatch(action -> action.matches("\\w+:(Get|List|Describe)\\w+"));
    }

    private void proveStack(String grant) throws IOException {
        answers.with("CloudFormation:DescribeStacks", """
            <DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>S</StackName>
            <StackStatus>CREATE_COMPLETE</StackStatus><Outputs><member><OutputKey>RoleArn</OutputKey>
            <OutputValue>arn:aws:iam::111111111111:role/AllowPutToS3</OutputValue></member></Outputs></member></Stacks>
            </DescribeStacksResult></DescribeStacksResponse>\
            """)
                .with(
                        "CloudFormation:GetTemplate",
                        "<GetTemplateResponse><GetTemplateResult><TemplateBody>{\"Resources\":{\"Role\":{\"Type\":\"AWS::IAM::Role\",\"Properties\":{\"RoleName\":\"AllowPutToS3\"},\"Metadata\":{\"Grant\":"
                                + grant + "}}}}</TemplateBody></GetTemplateResult></GetTemplateResponse>");

        assertThat(Proof.ofAccount(answers, List.of("S"), List.of())).isNotNull();
    }

    /** The action that an operation needs, by the service authorization reference. */
    private static String action(String request) {
        String[] parts = request.split(":", 2);
        return switch (request) {
            // It needs none.
            case "Sts:GetCallerIdentity" -> "";
            case "S3:GetPublicAccessBlock" -> "s3:GetBucketPublicAccessBlock";
            case "S3Control:GetPublicAccessBlock" -> "s3:GetAccountPublicAccessBlock";
            case "S3:GetBucketEncryption" -> "s3:GetEncryptionConfiguration";
            default -> parts[0].replace("Control", "").toLowerCase(Locale.ROOT) + ":" + parts[1];
        };
    }
}
