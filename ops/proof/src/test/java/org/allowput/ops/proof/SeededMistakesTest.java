package org.allowput.ops.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.allowput.ops.proof.question.Decision;
import org.allowput.ops.proof.template.Template;
import org.allowput.ops.proof.template.UnsupportedPolicyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes are put into the policies of a correct template, and each has to be refuted by a request that shows it. */
final class SeededMistakesTest {
    private static final String TARGET = "target.json";
    private static final String WITH_PARAMETERS = "parameters.json";
    private static final String SOURCE = "source.json";
    private static final String EVERYTHING = "target-everything.json";
    /** With a scheduled comparison, among all else. */
    private static final String SCHEDULE = "source-everything.json";
    /** A function in a VPC that sends events about its copies. */
    private static final String NETWORK = "network";

    /** Each is read or synthesized once. */
    private static final Map<String, String> TEMPLATES = new ConcurrentHashMap<>();

    @ParameterizedTest
    @ValueSource(strings = {TARGET, EVERYTHING, WITH_PARAMETERS, SOURCE, SCHEDULE, NETWORK})
    void aCorrectTemplateIsProven(String name) throws IOException {
        assertThat(decide(template(name), claim -> true)).isNotEmpty().allMatch(Decision.Proven.class::isInstance);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        wildcard principal               | "AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::222222222222:root"} | "AWS": "*" | can assume AllowPutToS3, | by:
        another account                  | iam::222222222222:root | iam::444444444444:root | can assume AllowPutToS3, | 444444444444
        no ExternalId                    | "Condition": {"StringEquals": {"sts:ExternalId": [{"Ref": "ExternalId"}, {"Fn::If": ["HasNextExternalId", {"Ref": "NextExternalId"}, {"Ref": "AWS::NoValue"}]}]}} | "Condition": {} | can assume AllowPutToS3, | action: sts:assumerole
        ExternalId only if there is one  | "StringEquals": {"sts:ExternalId": [{"Ref": "ExternalId"} | "StringEqualsIfExists": {"sts:ExternalId": [{"Ref": "ExternalId"} | can assume AllowPutToS3, | action: sts:assumerole
        any ExternalId unless it changes | {"sts:ExternalId": [{"Ref": "ExternalId"}, {"Fn::If": ["HasNextExternalId", {"Ref": "NextExternalId"}, {"Ref": "AWS::NoValue"}]}]} | {"sts:ExternalId": {"Fn::If": ["HasNextExternalId", {"Ref": "NextExternalId"}, {"Ref": "AWS::NoValue"}]}} | can assume AllowPutToS3, | action: sts:assumerole
        an empty ExternalId              | {"Fn::If": ["HasNextExternalId", {"Ref": "NextExternalId"}, {"Ref": "AWS::NoValue"}]} | {"Ref": "NextExternalId"} | can assume AllowPutToS3, | sts:externalid
        ExternalId of another account    | {"sts:ExternalId": [{"Ref": "ExternalId"} | {"sts:ExternalId": [{"Ref": "ExternalId333333333333"} | can assume AllowPutToS3, | sts:externalid
        ExternalId with a wildcard       | "StringEquals": {"sts:ExternalId": [{"Ref": "ExternalId"} | "StringLike": {"sts:ExternalId": ["*" | can assume AllowPutToS3, | sts:externalid
        one ExternalId for two accounts  | {"Fn::Equals": [{"Ref": "ExternalId"}, {"Ref": "ExternalId333333333333"}]} | {"Fn::Equals": ["a", "b"]} | share an ExternalId | ``
        any role of the account          | "ArnEquals": {"aws:PrincipalArn": {"Fn::Sub": "arn:${AWS::Partition}:iam::333333333333:role/ReplicateObjects"}} | "ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:role/*"} | can assume AllowPutToS3-333333333333 | role/
        another organization             | "aws:PrincipalOrgID": "o-a1b2c3d4e5" | "aws:PrincipalOrgID": ["o-a1b2c3d4e5", "o-other"] | can assume AllowPutToS3-333333333333 | o-other
        more of the trust                | "Action": "sts:AssumeRole" | "Action": ["sts:AssumeRole", "sts:TagSession"] | nothing but sts:AssumeRole | sts:tagsession
        wider action                     | "Action": "s3:PutObject" | "Action": "s3:Put*" | A session of AllowPutToS3 can only | action: s3:put
        wider resource                   | s3:::target/b/*"}},{"Sid": "ReplicateTags" | s3:::target*"}},{"Sid": "ReplicateTags" | A session of AllowPutToS3 can only | arn:aws:s3:::target
        an opt-in that is off            | "Action": "s3:PutObjectTagging" | "Action": ["s3:PutObjectTagging", "s3:DeleteObject"] | A session of AllowPutToS3 can only | s3:deleteobject
        a key beside S3                  | "Condition": {"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}} | "Condition": {} | A session of AllowPutToS3 can only | kms:
        the prefix of another account    | s3:::target/b/*"}},{"Sid": "ReplicateTags" | s3:::target/*"}},{"Sid": "ReplicateTags" | reaches no object of AllowPutToS3-333333333333 | target/c/
        a customer's key                 | "Null": {"s3:x-amz-server-side-encryption-customer-algorithm": "false"} | "Null": {"s3:x-amz-server-side-encryption-customer-algorithm": "true"} | SSE-C | customer-algorithm
        another KMS key                  | key-id": "arn:aws:kms:us-east-1:111111111111:key/target" | key-id": ["arn:aws:kms:us-east-1:111111111111:key/target", "arn:aws:kms:us-east-1:444444444444:key/other"] | names a KMS key other than | key/other
        an unconditional put             | "Bool": {"s3:ObjectCreationOperation": "true"} | "Bool": {"s3:ObjectCreationOperation": "false"} | without If-None-Match | s3:objectcreationoperation: true
        a bucket policy that allows      | "Effect": "Deny","Action": "s3:*" | "Effect": "Allow","Action": "s3:*" | No policy of a bucket | action: s3:
        """)
    void aMistakeIsRefutedByARequestThatShowsIt(
            String mistake, String correct, String wrong, String claim, String shown) throws IOException {
        assertRefuted(TARGET, correct, wrong, claim, shown);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        tags without their opt-in         | {"Fn::If": ["CopiesTags", {"Sid": "ReplicateTags" | {"Fn::If": ["HasKey", {"Sid": "ReplicateTags" | A session of AllowPutToS3 can only | s3:putobjecttagging
        any KMS key if none is configured | "StringNotEquals": {"Fn::If": ["HasKey", {"s3:x-amz-server-side-encryption-aws-kms-key-id": {"Ref": "KmsKeyArn"}}, {"Ref": "AWS::NoValue"}]} | "StringNotEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": [{"Ref": "KmsKeyArn"}, "arn:aws:kms:us-east-1:444444444444:key/other"]} | names a KMS key | aws-kms-key-id:
        another condition                 | {"Fn::Equals": [{"Ref": "WriteOnce"}, "true"]} | {"Fn::Equals": [{"Ref": "WriteOnce"}, "false"]} | without If-None-Match | s3:objectcreationoperation: true
        an organization that is ignored   | {"Fn::If": ["HasOrganization", {"Ref": "OrganizationId"}, {"Ref": "AWS::NoValue"}]} | {"Fn::If": ["HasKey", {"Ref": "OrganizationId"}, {"Ref": "AWS::NoValue"}]} | can assume AllowPutToS3, | action: sts:assumerole
        MFA that is ignored               | {"Fn::If": ["RequiresMfa", {"aws:MultiFactorAuthPresent" | {"Fn::If": ["HasKey", {"aws:MultiFactorAuthPresent" | can assume AllowPutToS3, | action: sts:assumerole
        MFA only where it is known        | "Bool": {"Fn::If": ["RequiresMfa" | "BoolIfExists": {"Fn::If": ["RequiresMfa" | can assume AllowPutToS3, | action: sts:assumerole
        a prefix without its end          | ${BucketName}/${KeyPrefix}*"}},{"Fn::If" | ${BucketName}*"}},{"Fn::If" | A session of AllowPutToS3 can only | s3:putobject
        """)
    void aMistakeThatOnlySomeParametersShowIsRefuted(
            String mistake, String correct, String wrong, String claim, String shown) throws IOException {
        assertRefuted(WITH_PARAMETERS, correct, wrong, claim, shown);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        reads other buckets         | us-east-1-an/*"]]},"Sid":"ReadSourceObjects" | us-east-1-an*"]]},"Sid":"ReadSourceObjects" | A function, as | action: s3:getobject
        assumes any role            | role/AllowPutToS3"]]},"Sid":"AssumeTargetRole" | role/*"]]},"Sid":"AssumeTargetRole" | A function, as | action: sts:assumerole
        deletes source objects      | ["s3:GetObject","s3:GetObjectVersion"] | ["s3:GetObject","s3:DeleteObject"] | A function, as | action: s3:deleteobject
        anybody assumes its role    | "Principal":{"Service":"lambda.amazonaws.com"} | "Principal":{"AWS":"*"} | can assume | action: sts:assumerole
        messages of any bucket      | {"ArnEquals":{"aws:SourceArn":{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":s3:::allow-put-source-222222222222-us-east-1-an"]]}}, | { | send to the queues | by: s3.amazonaws.com
        writes another log          | "ReplicationFunctionLog3420CC21","Arn"]},"Sid":"WriteOwnLog" | "LargeObjectsFunctionLog05C24523","Arn"]},"Sid":"WriteOwnLog" | A function, as | action: logs:
        takes dead letters          | "Sid":"ConsumeQueue"},{ | "Sid":"ConsumeQueue"},{"Action":"sqs:DeleteMessage","Effect":"Allow","Resource":{"Fn::GetAtt":["ReplicationQueueDeadLettersEEBEA856","Arn"]}},{ | A function, as | action: sqs:deletemessage
        messages of a stolen bucket | ,"StringEquals":{"aws:SourceAccount":"222222222222"}},"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"} | },"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"} | send to the queues | by: s3.amazonaws.com
        """)
    void aMistakeInTheSourceAccountIsRefuted(String mistake, String correct, String wrong, String claim, String shown)
            throws IOException {
        assertRefuted(SOURCE, correct, wrong, claim, shown);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        lists by any prefix           | {"StringLikeIfExists":{"s3:prefix":"in/*"}} | {"StringLikeIfExists":{"s3:prefix":"*"}} | A function, as | s3:prefix
        compares by any prefix        | {"StringLikeIfExists":{"s3:prefix":"in/*"}} | {"StringLikeIfExists":{"s3:prefix":"*"}} | The scheduled comparison, as | s3:prefix
        a schedule of another account | {"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"222222222222"}},"Effect":"Allow","Principal":{"Service":"scheduler.amazonaws.com"}} | {"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":"scheduler.amazonaws.com"}} | scheduler.amazonaws.com, for account | by: scheduler.amazonaws.com
        schedules any function        | {"Fn::GetAtt":["ReconciliationFunction4904B859","Arn"]},"Sid":"InvokeReconcile" | "*","Sid":"InvokeReconcile" | The schedule, as | action: lambda:invokefunction
        the comparison reads objects  | allow-put-receipts-222222222222-us-east-1-an/receipts/*"]]},"Sid":"ReadReceipts" | allow-put-source-222222222222-us-east-1-an/*"]]},"Sid":"ReadReceipts" | The scheduled comparison, as | action: s3:getobject
        the comparison deletes        | ["sqs:ReceiveMessage","sqs:ChangeMessageVisibility"],"Effect":"Allow","Resource":{"Fn::GetAtt":["ReplicationQueueDeadLettersEEBEA856","Arn"]},"Sid":"ReadDeadLetters" | ["sqs:ReceiveMessage","sqs:DeleteMessage"],"Effect":"Allow","Resource":{"Fn::GetAtt":["ReplicationQueueDeadLettersEEBEA856","Arn"]},"Sid":"ReadDeadLetters" | The scheduled comparison, as | action: sqs:deletemessage
        sends although it must not    | "REQUEUE":"true" | "REQUEUE":"false" | The scheduled comparison, as | action: sqs:
        another group may assume      | "GroupName":"uploaders" | "GroupName":"others" | only [group/uploaders, role/Uploader, user/alice] get a policy | ``
        a caller assumes any role     | "GroupName":"uploaders","PolicyDocument":{"Statement":[{"Action":"sts:AssumeRole" | "GroupName":"uploaders","PolicyDocument":{"Statement":[{"Action":"sts:*" | The policy of group/uploaders | action: sts:
        the comparison assumes roles  | "Sid":"ListReceipts"},{ | "Sid":"ListReceipts"},{"Action":"sts:AssumeRole","Effect":"Allow","Resource":"*"},{ | The scheduled comparison, as | action: sts:assumerole
        a job uses the receipts       | allow-put-backfill-222222222222-us-east-1-an/*"]]},"Sid":"KeepManifestAndReport" | allow-put-receipts-222222222222-us-east-1-an/*"]]},"Sid":"KeepManifestAndReport" | A backfill job, as | arn:aws:s3:::allow-put-receipts
        alarms of another Region          | ":cloudwatch:",{"Ref":"AWS::Region"},":222222222222:alarm:*" | ":cloudwatch:*:222222222222:alarm:*" | can publish to the topic | aws:sourcearn
        another resource of CloudWatch    | ":222222222222:alarm:*" | ":222222222222:*" | can publish to the topic | aws:sourcearn
        """)
    void aMistakeInAScheduleOrAJobIsRefuted(String mistake, String correct, String wrong, String claim, String shown)
            throws IOException {
        assertRefuted(SCHEDULE, correct, wrong, claim, shown);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        the code manages interfaces      | "Effect":"Deny","Resource":"*","Sid":"DenyNetworkInterfacesToCode" | "Effect":"Allow","Resource":"*","Sid":"DenyNetworkInterfacesToCode" | A function, as {ReplicationFunctionAccessRole | lambda:sourcefunctionarn: arn:aws:lambda:
        denied to another function only  | ":222222222222:function:*" | ":222222222222:function:other" | A function, as {ReplicationFunctionAccessRole | lambda:sourcefunctionarn: arn:aws:lambda:
        denied only if there is no ARN   | "ArnLike":{"lambda:SourceFunctionArn" | "ArnNotLike":{"lambda:SourceFunctionArn" | A function, as {ReplicationFunctionAccessRole | lambda:sourcefunctionarn: arn:aws:lambda:
        more of EC2                      | "ec2:UnassignPrivateIpAddresses"],"Effect":"Allow" | "ec2:RunInstances"],"Effect":"Allow" | A function, as {ReplicationFunctionAccessRole | action: ec2:runinstances
        """)
    void aMistakeInANetworkIsRefuted(String mistake, String correct, String wrong, String claim, String shown)
            throws IOException {
        assertRefuted(NETWORK, correct, wrong, claim, shown);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        events of any rule        | "ArnEquals":{"aws:SourceArn":{"Fn::GetAtt":["MonitoringUnexpectedCaller0A5DB2AB","Arn"]}} | "ArnLike":{"aws:SourceArn":"arn:aws:events:*:*:rule/*"} | send to the queue | by: events.amazonaws.com
        events of another service | "Principal":{"Service":"events.amazonaws.com"} | "Principal":{"Service":"s3.amazonaws.com"} | send to the queue | by: s3.amazonaws.com
        B reads the events        | "Action":"sqs:SendMessage" | "Action":"sqs:*" | send to the queue | action: sqs:
        events in plain text      | "Effect":"Deny","Principal":{"AWS":"*"},"Resource":{"Fn::GetAtt":["MonitoringEvents01C4C535" | "Effect":"Deny","Principal":{"AWS":"arn:aws:iam::444444444444:root"},"Resource":{"Fn::GetAtt":["MonitoringEvents01C4C535" | send to the queue | by: events.amazonaws.com
        anybody publishes         | "Principal":{"Service":"cloudwatch.amazonaws.com"} | "Principal":{"AWS":"*"} | can publish to the topic | action: sns:publish
        alarms of any account     | ,"StringEquals":{"aws:SourceAccount":{"Ref":"AWS::AccountId"}}},"Effect":"Allow","Principal":{"Service":"cloudwatch.amazonaws.com"} | },"Effect":"Allow","Principal":{"Service":"cloudwatch.amazonaws.com"} | can publish to the topic | by: cloudwatch.amazonaws.com
        """)
    void aMistakeInTheAlarmsOfTheTargetAccountIsRefuted(
            String mistake, String correct, String wrong, String claim, String shown) throws IOException {
        assertRefuted(EVERYTHING, correct, wrong, claim, shown);
    }

    /** A policy and its metadata may be wrong in the same way: somebody else can say what is expected. */
    @Test
    void aTemplateWhoseMetadataAgreeWithItsMistakeIsRefutedByWhatIsExpected() throws IOException {
        String wrong = template(TARGET).replace("222222222222", "444444444444");
        Map<String, Object> expected = Template.map(
                Template.map(JSON.std.mapFrom(template(TARGET)).get("Metadata")).get("Grant"));

        assertThat(decide(wrong, claim -> claim.contains("can assume AllowPutToS3,")))
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.claim()).contains("account 444444444444"));
        assertThat(new TemplateProof(Template.parse(wrong), Map.of(), Optional.of(expected))
                        .decide(claim -> claim.contains("can assume AllowPutToS3,")))
                .singleElement()
                .isInstanceOf(Decision.Refuted.class);
    }

    @Test
    void aPolicyThatAllowsNothingProvesNothing() throws IOException {
        String denied = compact(template(TARGET))
                .replace("{\"Null\":{\"s3:x-amz-server-side-encryption-customer-algorithm\":\"false\"}}", "{}");

        assertThat(decide(denied, claim -> claim.startsWith("A session of AllowPutToS3 can")))
                .filteredOn(Decision.Refuted.class::isInstance)
                .map(verdict -> ((Decision.Refuted) verdict).reason())
                .contains("a request that should be allowed is not");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        "Principal": {"AWS": "*"}              | "Principal": {"Federated": "*"}                   | Federated
        "Type": "AWS::S3::BucketPolicy"        | "Type": "AWS::S3::AccessPoint"                    | AWS::S3::AccessPoint
        s3:::target/c/*                        | s3:::target/$${aws:username}/*                    | policy variable
        {"Fn::Sub": "arn:${AWS::Partition}:s3:::target/c/*"} | {"Fn::ImportValue": "x"}            | Fn::ImportValue
        "arn:${AWS::Partition}:s3:::target/c/*" | "arn:${AWS::Partition}:s3:::${ExternalId}/*/x"   | beside a parameter
        "RoleName": "AllowPutToS3","AssumeRole | "RoleName": "AllowPutToS3","ManagedPolicyArns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"],"AssumeRole | ManagedPolicyArns
        """)
    void whatIsNotModelledIsAnError(String known, String unknown, String named) throws IOException {
        String template = compact(template(TARGET));
        assertThat(template).contains(compact(known));
        String changed = template.replace(compact(known), compact(unknown).replace("$${", "${!"));

        assertThatThrownBy(() -> decide(changed, claim -> true))
                .isInstanceOf(UnsupportedPolicyException.class)
                .hasMessageContaining(named)
                .hasMessageContaining("expected");
    }

    @Test
    void anInvocationByNobodyIsAnError() throws IOException {
        String principal = "\"Principal\":\"s3.amazonaws.com\",";
        String template = compact(template(SCHEDULE));
        assertThat(template).contains(principal);

        assertThatThrownBy(() -> decide(template.replace(principal, ""), claim -> true))
                .isInstanceOf(UnsupportedPolicyException.class)
                .hasMessageContaining("no Principal")
                .hasMessageContaining("expected the account or service");
    }

    @Test
    void aParameterThatMayContainAWildcardIsAnErrorUnlessItsValueIsKnown() throws IOException {
        String wider = template(WITH_PARAMETERS).replace("[A-Za-z0-9/_-]*", ".*");

        assertThatThrownBy(() -> decide(wider, claim -> true))
                .isInstanceOf(UnsupportedPolicyException.class)
                .hasMessageContaining("the parameter KeyPrefix, which may contain a wildcard");
        assertThat(new TemplateProof(Template.parse(wider), Map.of("KeyPrefix", "b/"), Optional.empty())
                        .decide(claim -> claim.contains("can only")))
                .singleElement()
                .isInstanceOf(Decision.Proven.class)
                .satisfies(verdict -> assertThat(verdict.claim()).contains("{BucketName}/b/*"));
    }

    private static void assertRefuted(String name, String correct, String wrong, String claim, String shown)
            throws IOException {
        String template = compact(template(name));
        assertThat(template).contains(compact(correct));

        assertThat(decide(template.replace(compact(correct), compact(wrong)), decided -> decided.contains(claim)))
                .anySatisfy(decision -> assertThat(decision).isInstanceOfSatisfying(Decision.Refuted.class, refuted -> {
                    assertThat(refuted.claim()).contains(claim);
                    assertThat(String.join("\n", refuted.request())).containsIgnoringCase(shown);
                }));
    }

    private static String compact(String json) {
        return json.replaceAll("\\s+", "");
    }

    private static List<Decision> decide(String json, Predicate<String> only) throws IOException {
        return new TemplateProof(Template.parse(json), Map.of(), Optional.empty()).decide(only);
    }

    private static String template(String name) throws IOException {
        String known = TEMPLATES.get(name);
        String template = known == null ? read(name) : known;
        TEMPLATES.put(name, template);
        return template;
    }

    private static String read(String name) throws IOException {
        if (name.equals(NETWORK)) {
            Path folder = Files.createTempDirectory("network");
            Synthesis.into(
                    folder,
                    Map.of(
                            "network.subnetIds", "subnet-0123abcd",
                            "network.securityGroupIds", "sg-0123abcd"));
            return Files.readString(folder.resolve("ReplicationSource.template.json"));
        }
        if (List.of(EVERYTHING, SOURCE, SCHEDULE).contains(name)) {
            // Synthesis numbers versions of functions; the snapshot has a mark in place of the number.
            return Files.readString(Path.of("..", "..", "infra", "src", "test", "resources", "snapshots", name))
                    .replace("<hash>", "0");
        }
        try (InputStream file =
                Objects.requireNonNull(SeededMistakesTest.class.getResourceAsStream("/proof/" + name))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
