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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
        ExpectedGrant expected = ExpectedGrant.of("AllowPutToS3", "target", List.of("222222222222"), "", List.of());
        return Proof.ofAccount(answers, List.of(), List.of(expected));
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

    /** They are in the bucket's Region, which can be another one than the caller's. */
    @Test
    void accessPointsAndKeysAreReadInTheRegionOfTheBucket() {
        answers.with("S3:GetBucketLocation", "<LocationConstraint>eu-central-1</LocationConstraint>");

        assertThat(report().decisions()).isNotEmpty();
        assertThat(answers.requests())
                .containsEntry("S3:GetBucketLocation", "us-east-1")
                .containsEntry("S3Control:ListAccessPoints", "eu-central-1")
                .containsEntry("Kms:GetKeyPolicy", "eu-central-1");
    }

    /** IAM answers 100 roles at a time, and refuses callers that ask too often. */
    @Test
    void rolesOfAllPagesAreReadThoughIamIsThrottled() {
        String page = """
            <GetAccountAuthorizationDetailsResponse><GetAccountAuthorizationDetailsResult><IsTruncated>true</IsTruncated>
            <Marker>%d</Marker><RoleDetailList>%s</RoleDetailList>
            </GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>\
            """;
        for (int number = 0; number < 6; number++) {
            int first = number * 100;
            String roles = IntStream.range(first, first + 100)
                    .mapToObj(LiveReaderTest::role)
                    .collect(Collectors.joining());
            answers.before("Iam:GetAccountAuthorizationDetails", "400 Throttling")
                    .before("Iam:GetAccountAuthorizationDetails", page.formatted(number, roles));
        }

        assertThat(report().notes())
                .filteredOn(note -> note.startsWith("also trusts: R"))
                .hasSize(6);
    }

    /** The first one of each page can be assumed by another account. */
    private static String role(int number) {
        String principal = number % 100 == 0 ? "\"AWS\":\"333333333333\"" : "\"Service\":\"ec2.amazonaws.com\"";
        return """
            <member><RoleName>R%1$d</RoleName><Arn>arn:aws:iam::111111111111:role/R%1$d</Arn>
            <AssumeRolePolicyDocument>{"Statement":{"Effect":"Allow","Principal":{%2$s},\
            "Action":"sts:AssumeRole"}}</AssumeRolePolicyDocument></member>\
            """.formatted(number, principal);
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
            </member><member>
            <ResourceType>AWS::StepFunctions::StateMachine</ResourceType>
            <PhysicalResourceId>arn:aws:states:us-east-1:111111111111:stateMachine:W</PhysicalResourceId>
            </member><member>
            <ResourceType>AWS::Scheduler::Schedule</ResourceType><PhysicalResourceId>S</PhysicalResourceId>
            </member></StackResourceSummaries></ListStackResourcesResult></ListStackResourcesResponse>\
            """);
        runningWith("Admin");
        ProofReport report = proveStack(
                "{\"SourceBucket\":\"source\",\"TargetAccount\":\"111111111111\",\"RoleName\":\"AllowPutToS3\"}");
        List<?> statements = (List<?>) JSON.std
                .mapFrom(Files.readString(Path.of("../../templates/reviewer-policy.json")))
                .getOrDefault("Statement", List.of());

        assertThat(report.decisions())
                .as("what runs was given a role that is not of the stack")
                .anySatisfy(decision -> assertThat(decision.toString())
                        .contains("version $LATEST of the function F has the role arn:aws:iam::111111111111:role/F"));
        assertThat(statements).hasSize(1);
        Object actions = ((Map<?, ?>) statements.getFirst()).get("Action");
        assertThat(answers.requests().keySet().stream()
                        .map(LiveReaderTest::action)
                        .filter(each -> !each.isEmpty()))
                .containsExactlyInAnyOrderElementsOf(((List<?>) Objects.requireNonNull(actions))
                        .stream().map(String::valueOf).toList())
                .allMatch(action -> action.matches("\\w+:(Get|List|Describe)\\w+"));
    }

    /** A function of two versions, a state machine and a schedule, of which the last version has the role. */
    private void runningWith(String role) {
        String arn = "arn:aws:iam::111111111111:role/" + role;
        answers.with("Lambda:ListVersionsByFunction", """
            {"Versions":[
              {"FunctionName":"F","Version":"$LATEST","Role":"arn:aws:iam::111111111111:role/F"},
              {"FunctionName":"F","Version":"1","Role":"%s"}]}
            """.formatted(arn))
                .with("Sfn:DescribeStateMachine", "{\"name\":\"W\",\"roleArn\":\"" + arn + "\"}")
                .with("Scheduler:GetSchedule", "{\"Name\":\"S\",\"Target\":{\"RoleArn\":\"" + arn + "\"}}");
    }

    private ProofReport proveStack(String grant) throws IOException {
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

        return Proof.ofAccount(answers, List.of("S"), List.of());
    }

    /** The action that an operation needs, by the service authorization reference. */
    private static String action(String request) {
        String[] parts = request.split(":", 2);
        return switch (request) {
            // It needs none.
            case "Sts:GetCallerIdentity" -> "";
            case "Sfn:DescribeStateMachine" -> "states:DescribeStateMachine";
            case "S3:GetPublicAccessBlock" -> "s3:GetBucketPublicAccessBlock";
            case "S3Control:GetPublicAccessBlock" -> "s3:GetAccountPublicAccessBlock";
            case "S3:GetBucketEncryption" -> "s3:GetEncryptionConfiguration";
            default -> parts[0].replace("Control", "").toLowerCase(Locale.ROOT) + ":" + parts[1];
        };
    }
}
