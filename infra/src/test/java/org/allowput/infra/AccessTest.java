package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The policies that the project is about, word for word. */
class AccessTest {
    private static final Synthesised APP = Synthesised.of(Map.of());
    private static final String BUCKET = "arn:aws:s3:::allow-put-source-222222222222-us-east-1-an";

    @Test
    void theRoleTrustsAccountBWithItsExternalIdAndNobodyElse() {
        assertThat(role().get("AssumeRolePolicyDocument")).isEqualTo(Json.parse("""
            {"Version": "2012-10-17", "Statement": [{
              "Effect": "Allow",
              "Action": "sts:AssumeRole",
              "Principal": {"AWS": "arn:aws:iam::222222222222:root"},
              "Condition": {"StringEquals": {"sts:ExternalId": ["${ExternalId}", "${NextExternalId}"]}}
            }]}\
            """));
    }

    @Test
    void theRoleCanPutObjectsIntoTheTargetBucketAndNothingElse() {
        assertThat(role().get("Policies")).isEqualTo(Json.parse("""
            [{"PolicyName": "AllowPutToS3", "PolicyDocument": {"Version": "2012-10-17", "Statement": [{
              "Sid": "AllowPutToS3",
              "Effect": "Allow",
              "Action": "s3:PutObject",
              "Resource": "arn:aws:s3:::allow-put-target-111111111111-us-east-1-an/*"
            }, {
              "Sid": "DenyCustomerProvidedKeys",
              "Effect": "Deny",
              "Action": "s3:PutObject",
              "Resource": "arn:aws:s3:::allow-put-target-111111111111-us-east-1-an/*",
              "Condition": {"Null": {"s3:x-amz-server-side-encryption-customer-algorithm": "false"}}
            }, {
              "Sid": "DenyOtherKmsKeys",
              "Effect": "Deny",
              "Action": "s3:PutObject",
              "Resource": "arn:aws:s3:::allow-put-target-111111111111-us-east-1-an/*",
              "Condition": {"Null": {"s3:x-amz-server-side-encryption-aws-kms-key-id": "false"}}
            }]}}]\
            """));
        assertThat(role().has("ManagedPolicyArns")).isFalse();
        assertThat(APP.target().toString()).doesNotContain("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy");
    }

    @Test
    void theRoleIsNamedAsAgreedAndItsSessionsLastAnHourAtMost() {
        assertThat(role().get("RoleName").asText()).isEqualTo("AllowPutToS3");
        assertThat(role().get("MaxSessionDuration").asInt()).isEqualTo(3600);
    }

    @Test
    void theExternalIdIsAskedForNeverShownAndCheckedBeforeAnythingIsCreated() {
        for (JsonNode template : List.of(APP.target(), APP.source())) {
            JsonNode parameter = template.get("Parameters").get("ExternalId");
            assertThat(parameter.get("NoEcho").asBoolean()).isTrue();
            assertThat(parameter.get("AllowedPattern").asText()).isEqualTo("([\\w+=,.@:\\/-]{2,1224})?");
            assertThat(parameter.get("Default").asText()).isEmpty();
            assertThat(template.at("/Rules/ExternalIdIsGivenOnce/Assertions").findValuesAsText("AssertDescription"))
                    .containsExactly(
                            "Give ExternalId, or ExternalIdReference with the version of a secret",
                            "Give ExternalId or ExternalIdReference, not both");
            assertThat(template.get("Outputs").toString()).doesNotContain("\"Ref\":\"ExternalId\"");
        }
    }

    /** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html */
    @Test
    void theVersionOfASecretIsReadByCloudFormationInThePlaceOfTheExternalId() {
        String secret = "team/allow-put:SecretString:::01234567-89ab-cdef-0123-456789abcdef";
        Map<String, String> given = Map.of("ExternalIdReference", secret, "NextExternalIdReference", secret);
        String resolved = "{{resolve:secretsmanager:" + secret + "}}";

        assertThat(EvaluatedTemplate.of(APP.target(), given).get("Resources").findValue("sts:ExternalId"))
                .extracting(JsonNode::asText)
                .containsExactly(resolved, resolved);
        assertThat(EvaluatedTemplate.of(APP.source(), given).get("Resources").findValuesAsText("EXTERNAL_ID"))
                .isNotEmpty()
                .containsOnly(resolved);
        for (JsonNode template : List.of(APP.target(), APP.source())) {
            JsonNode parameter = template.at("/Parameters/ExternalIdReference");
            assertThat(parameter.has("NoEcho")).isFalse();
            assertThat(secret).matches(parameter.get("AllowedPattern").asText());
            assertThat("team/allow-put:SecretString:::")
                    .as("without a version it would not change with the secret")
                    .doesNotMatch(parameter.get("AllowedPattern").asText());
        }
    }

    @Test
    void anotherPartitionIsInEveryArn() {
        for (JsonNode template : List.of(APP.target(), APP.source())) {
            assertThat(Resolved.in("aws-cn", template).toString())
                    .doesNotContain("arn:aws:")
                    .contains("arn:aws-cn:");
        }
    }

    @Test
    void withoutAPrefixTheFunctionReadsEveryObject() {
        assertThat(reads(Map.of("optIns.replicateTags", "true")))
                .containsExactly(
                        "Allow s3:GetBucketNotification on " + BUCKET,
                        "Allow s3:GetObject on " + BUCKET + "/*",
                        "Allow s3:GetObjectTagging on " + BUCKET + "/*",
                        "Allow s3:GetObjectVersion on " + BUCKET + "/*",
                        "Allow s3:GetObjectVersionTagging on " + BUCKET + "/*",
                        "Allow s3:ListBucket on " + BUCKET);
    }

    @Test
    void withAPrefixItReadsObjectsAndTagsBelowThePrefixOnly() {
        assertThat(reads(Map.of("keys.include", "in/**", "optIns.replicateTags", "true")))
                .containsExactly(
                        "Allow s3:GetBucketNotification on " + BUCKET,
                        "Allow s3:GetObject on " + BUCKET + "/in/*",
                        "Allow s3:GetObjectTagging on " + BUCKET + "/in/*",
                        "Allow s3:GetObjectVersion on " + BUCKET + "/in/*",
                        "Allow s3:GetObjectVersionTagging on " + BUCKET + "/in/*",
                        "Allow s3:ListBucket on " + BUCKET + " if {\"StringLikeIfExists\":{\"s3:prefix\":\"in/*\"}}");
    }

    @Test
    void whatIamReadsAsAVariableInThePrefixMatchesAnyCharacter() {
        assertThat(reads(Map.of("keys.include", "a${d}/é日本/**")))
                .contains(
                        "Allow s3:GetObject on " + BUCKET + "/a?{d}/*/*",
                        "Allow s3:ListBucket on " + BUCKET
                                + " if {\"StringLikeIfExists\":{\"s3:prefix\":\"a?{d}/*/*\"}}");
    }

    /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
    @Test
    void morePrefixesThanAPolicyHasRoomForAreRefusedAtSynth() {
        assertThatCode(() -> build(20)).doesNotThrowAnyException();
        assertThatThrownBy(() -> build(80))
                .hasMessageContaining("replication.keys: seen up to 1")
                .hasMessageContaining(
                        " characters of policies for the role ReplicationSource/ReplicationFunction/Access/Role/")
                .hasMessageContaining("expected at most 10240: fewer or shorter patterns in keys.include");
    }

    private static void build(int prefixes) {
        String include = IntStream.range(0, prefixes)
                .mapToObj(n -> "\"in-" + n + "/**\"")
                .collect(Collectors.joining(",", "[", "]"));
        Map<String, String> options = Map.of("keys.include", include, "optIns.replicateTags", "true");
        ReplicationApp.build(Synthesised.app(options), Synthesised.zips(), Map.of());
    }

    private static List<String> reads(Map<String, String> options) {
        return Statements.of(Synthesised.of(options).source()).stream()
                .filter(line -> line.startsWith("ReplicationFunctionAccessRole: Allow s3:"))
                .map(line -> line.replace("ReplicationFunctionAccessRole: ", ""))
                .toList();
    }

    private static JsonNode role() {
        return Synthesised.properties(APP.target(), "AWS::IAM::Role", "AllowPutToS3");
    }
}
