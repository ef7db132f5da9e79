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
import java.util.Optional;
import java.util.Set;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.proof.Decision;
import org.allowput.ops.proof.Decision.Verdict;
import org.allowput.ops.proof.Proof;
import org.allowput.ops.proof.ProofReport;
import org.allowput.ops.proof.deployed.MeantGrant.Trusted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What AWS answers, read and proven. */
class LiveReaderTest {
    private static final String DETAILS = "GetAccountAuthorizationDetails";
    private static final String GRANTEE = "<Grant><Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
            + " xsi:type=\"%s\">%s</Grantee><Permission>%s</Permission></Grant></AccessControlList>";
    private static final String ALL_USERS = "<URI>http://acs.amazonaws.com/groups/global/AllUsers</URI>";
    private static final String BLOCK =
            "<PublicAccessBlockConfiguration><IgnorePublicAcls>true</IgnorePublicAcls><RestrictPublicBuckets>true"
                    + "</RestrictPublicBuckets></PublicAccessBlockConfiguration>";

    private static final String ACCESS_POINTS =
            "<AccessPointList><AccessPoint><Name>ap</Name><Bucket>target</Bucket><AccessPointArn>"
                + "arn:aws:s3:us-east-1:111111111111:accesspoint/ap</AccessPointArn></AccessPoint></AccessPointList>";

    private final CapturedAnswers answers = new CapturedAnswers();

    private ProofReport report() {
        return Proof.ofRole(
                answers,
                "target",
                new MeantGrant(
                        "AllowPutToS3",
                        List.of(new Trusted("222222222222", List.of(), Optional.empty(), false)),
                        "",
                        Set.of(),
                        Optional.empty(),
                        Optional.empty()));
    }

    private void assertFalls(String number, Verdict verdict, String... words) {
        assertThat(report().decisions())
                .filteredOn(decision -> decision.number().equals(number))
                .singleElement()
                .satisfies(decision -> {
                    assertThat(decision.verdict()).isEqualTo(verdict);
                    assertThat(decision.toString()).contains(words);
                });
    }

    private void assertProven() {
        assertThat(report().decisions())
                .hasSize(4)
                .allSatisfy(decision ->
                        assertThat(decision.verdict()).as(decision.toString()).isEqualTo(Verdict.PROVEN));
    }

    private void grant(String type, String grantee, String permission) {
        answers.replacing("acl", "</AccessControlList>", GRANTEE.formatted(type, grantee, permission));
    }

    @Test
    void whatIsMeantIsProvenAndObjectsWithListsOfTheirOwnAreNotCovered() {
        assertProven();
        assertThat(report().notCovered()).anyMatch(line -> line.contains("access control lists of objects"));
    }

    @ParameterizedTest
    @CsvSource({
        "READ, s3:ListBucket",
        "WRITE, s3:PutObject",
        "WRITE_ACP, s3:PutBucketAcl",
        "FULL_CONTROL, s3:ListBucket"
    })
    void aGrantToAnotherAccountRefutes(String permission, String action) {
        grant("CanonicalUser", "<ID>79a59df900b9</ID>", permission);

        assertFalls("3", Verdict.REFUTED, "canonical user id 79a59df900b9", action);
    }

    @Test
    void aGrantToEverybodyRefutesUnlessItIsIgnored() {
        grant("Group", ALL_USERS, "WRITE");
        assertFalls("3", Verdict.REFUTED, "anybody");

        answers.with("publicAccessBlock", BLOCK);
        assertProven();
    }

    @Test
    void listsThatAreDisabledGrantNothing() {
        grant("Group", ALL_USERS, "WRITE");
        answers.replacing("ownershipControls", "BucketOwnerPreferred", "BucketOwnerEnforced");

        assertProven();
        assertThat(report().notCovered()).noneMatch(line -> line.contains("access control lists of objects"));
    }

    @Test
    void aPublicPolicyThatIsRestrictedLeavesServices() {
        String everybody =
                "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:PutObject\",\"Resource\":\"arn:aws:s3:::target/*\"}";
        String policy = "{\"Version\":\"2012-10-17\",\"Statement\":[" + everybody + "]}";
        answers.with("policy", policy);
        assertFalls("3", Verdict.REFUTED, "s3:PutObject", "anybody");

        answers.with("/v20180820/configuration/publicAccessBlock", BLOCK)
                .with("policy", policy.replace("\"*\",\"Action", "{\"AWS\":\"222222222222\"},\"Action"));
        assertFalls("3", Verdict.REFUTED, "s3:PutObject", "222222222222");

        answers.with(
                "policy",
                policy.replace(
                        "[{",
                        "[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"logging.s3.amazonaws.com\"},"
                                + "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::target/*\"},{"));
        assertFalls("3", Verdict.REFUTED, "the service logging.s3.amazonaws.com");
    }

    @Test
    void anAccessPointNeedsTheBucketsPolicyToo() {
        answers.replacing("/v20180820/accesspoint", "<AccessPointList/>", ACCESS_POINTS);
        assertProven();

        String delegated = "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\","
                + "\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::target/*\",\"Condition\":{\"StringEquals\":"
                + "{\"s3:DataAccessPointAccount\":\"%s\"}}}}";
        answers.with("policy", delegated.formatted("333333333333"));
        assertFalls("3", Verdict.REFUTED, "s3:GetObject", "arn:aws:s3:::target/x");

        answers.with("policy", delegated.formatted("111111111111"));
        assertFalls("3", Verdict.REFUTED, "accesspoint/ap/object/", "222222222222");
    }

    @Test
    void aGrantOfTheKeyCounts() {
        answers.with(
                "ListGrants",
                "{\"Grants\":[{\"GranteePrincipal\":\"arn:aws:iam::333333333333:role/r\",\"Operations\":[\"Decrypt\"],"
                        + "\"Constraints\":{\"EncryptionContextEquals\":{\"a\":\"b\"}}}],\"Truncated\":false}");

        assertFalls("3", Verdict.REFUTED, "kms:Decrypt", "333333333333", "encryptioncontext:a: b");
    }

    @Test
    void aGrantOfTheKeyToTheRoleCounts() {
        answers.with(
                "ListGrants",
                "{\"Grants\":[{\"GranteePrincipal\":\"s3.amazonaws.com\",\"RetiringPrincipal\":"
                    + "\"arn:aws:iam::111111111111:role/AllowPutToS3\",\"Operations\":[\"Encrypt\"]}],\"Truncated\":false}");

        List<Decision> decisions = report().decisions();

        assertThat(decisions)
                .filteredOn(decision -> decision.verdict() == Verdict.REFUTED)
                .extracting(Decision::number)
                .containsExactly("2", "3");
    }

    @Test
    void aPolicyThatCannotBeReadDoesNotMatterWhereNobodyElseCanAssumeTheRole() {
        answers.replacing(DETAILS, "[\"s3:GetObject\",\"sqs:*\"]", "\"an action\"");

        assertProven();
    }

    @Test
    void aTrustPolicyThatCannotBeReadLeavesUndecidedWhatTheRoleCanUse() {
        answers.replacing(DETAILS, "{\"Service\":\"lambda.amazonaws.com\"}", "{\"Service\":\"*.amazonaws.com\"}");
        assertFalls("3", Verdict.UNDECIDED, "the trust policy of Others", "perhaps Others can be assumed");

        answers.replacing(DETAILS, "[\"s3:GetObject\",\"sqs:*\"]", "\"sqs:*\"");
        assertProven();
    }

    @Test
    void aPolicyOfTheRoleThatCannotBeReadStops() {
        answers.replacing(DETAILS, "\"Action\":\"s3:PutObject\"", "\"Action\":\"put\"");

        assertThatThrownBy(this::report)
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("Put of AllowPutToS3");
    }

    @Test
    void aRoleThatIsTrustedIsRefutedByTheDefaultVersionOfItsPolicyWithinItsBoundary() {
        answers.replacing(DETAILS, "{\"Service\":\"lambda.amazonaws.com\"}", "{\"AWS\":\"333333333333\"}");
        assertFalls("3", Verdict.REFUTED, "Others can be assumed by account 333333333333", "s3:GetObject");

        answers.replacing("GetPolicyVersion", "\"Action\":\"*\"", "\"Action\":\"sqs:*\"");
        assertProven();
        assertThat(report().notes()).anyMatch(note -> note.startsWith("also trusts: Others"));
    }

    /** What a stack of account A needs to be proven, and one of account B, and nothing else. */
    @Test
    void theReviewersPolicyAllowsExactlyTheRequestsThatAreMade() throws IOException {
        answers.replacing("/v20180820/accesspoint", "<AccessPointList/>", ACCESS_POINTS);
        proveStack("""
            {"Bucket":"target","Roles":[{"RoleName":"AllowPutToS3","KeyPrefix":"",
             "Trusted":[{"Account":"222222222222"}]}]}\
            """);
        answers.with("ListStackResources", """
            <ListStackResourcesResponse><ListStackResourcesResult><StackResourceSummaries><member>
            <ResourceType>AWS::Lambda::Function</ResourceType><PhysicalResourceId>F</PhysicalResourceId>
            </member></StackResourceSummaries></ListStackResourcesResult></ListStackResourcesResponse>\
            """)
                .with("", "{\"FunctionName\":\"F\",\"Role\":\"arn:aws:iam::111111111111:role/F\"}");
        proveStack("{\"SourceBucket\":\"source\",\"TargetAccount\":\"111111111111\",\"RoleName\":\"AllowPutToS3\"}");
        Map<?, ?> statement = JSON.std
                                .mapFrom(Files.readString(Path.of("../../templates/reviewer-policy.json")))
                                .get("Statement")
                        instanceof List<?> list
                ? (Map<?, ?>) list.getFirst()
                : Map.of();

        assertThat(answers.requests().stream().map(LiveReaderTest::action).filter(each -> !each.isEmpty()))
                .containsExactlyInAnyOrderElementsOf(((List<?>) statement.get("Action"))
                        .stream().map(String::valueOf).toList());
    }

    private void proveStack(String grant) {
        answers.with("DescribeStacks", """
            <DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>S</StackName>
            <StackStatus>CREATE_COMPLETE</StackStatus><Outputs><member><OutputKey>RoleArn</OutputKey>
            <OutputValue>arn:aws:iam::111111111111:role/AllowPutToS3</OutputValue></member></Outputs></member></Stacks>
            </DescribeStacksResult></DescribeStacksResponse>\
            """)
                .with(
                        "GetTemplate",
                        "<GetTemplateResponse><GetTemplateResult><TemplateBody>{\"Metadata\":{\"Grant\":" + grant
                                + "},\"Resources\":{}}</TemplateBody></GetTemplateResult></GetTemplateResponse>");

        assertThat(Proof.ofStack(answers, List.of("S"))).isNotNull();
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
