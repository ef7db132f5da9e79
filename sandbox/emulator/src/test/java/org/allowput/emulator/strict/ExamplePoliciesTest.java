package org.allowput.emulator.strict;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.allowput.policy.Caller;
import org.allowput.policy.Effect;
import org.allowput.policy.Policy;
import org.allowput.policy.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policies in docs/examples, as AWS evaluates them. */
class ExamplePoliciesTest {
    private static final String ADDRESSES = "deny-other-addresses.json";
    private static final String ROLE = "arn:aws:iam::111111111111:role/AllowPutToS3";
    private static final String OTHER_ROLE = "arn:aws:iam::111111111111:role/Other";
    private static final String LAMBDAS_ADDRESS = "203.0.113.9";
    private static final String NAT = "198.51.100.7";

    /** Without the others, too: each is a way of its own. */
    @ParameterizedTest
    @CsvSource({"NotIpAddress", "StringNotEquals", "ArnNotEquals"})
    void eachConditionByItselfExceptsTheFunction(String way) throws IOException {
        Policy policy = only(way);

        assertThat(put(policy, OTHER_ROLE, "aws:SourceIp", LAMBDAS_ADDRESS)).isEqualTo(Effect.DENY);
        switch (way) {
            case "NotIpAddress" ->
                assertThat(put(policy, ROLE, "aws:SourceIp", NAT)).isEqualTo(Effect.NONE);
            case "StringNotEquals" ->
                assertThat(put(policy, ROLE, "aws:SourceVpce", "vpce-0123456789abcdef0"))
                        .isEqualTo(Effect.NONE);
            default ->
                assertThat(put(policy, ROLE, "aws:SourceIp", LAMBDAS_ADDRESS)).isEqualTo(Effect.NONE);
        }
    }

    @Test
    void onlyWhatNoConditionExceptsIsDenied() throws IOException {
        Policy policy = Policy.parse(published(ADDRESSES));

        assertThat(put(policy, OTHER_ROLE, "aws:SourceIp", LAMBDAS_ADDRESS)).isEqualTo(Effect.DENY);
        assertThat(put(policy, OTHER_ROLE, "aws:SourceVpce", "vpce-other")).isEqualTo(Effect.DENY);
        assertThat(put(policy, OTHER_ROLE, "aws:SourceIp", NAT)).isEqualTo(Effect.NONE);
        assertThat(put(policy, OTHER_ROLE, "aws:SourceVpce", "vpce-0123456789abcdef0"))
                .isEqualTo(Effect.NONE);
        assertThat(put(policy, ROLE, "aws:SourceIp", LAMBDAS_ADDRESS)).isEqualTo(Effect.NONE);
    }

    /** Why the endpoint has to be named where addresses are: its requests have none. */
    @Test
    void aPolicyOfAddressesAloneRefusesAnEndpoint() throws IOException {
        assertThat(put(only("NotIpAddress"), ROLE, "aws:SourceVpce", "vpce-0123456789abcdef0"))
                .isEqualTo(Effect.DENY);
    }

    @Test
    void onlyTheDistributionReadsPagesThroughCloudFront() throws IOException {
        Policy policy = Policy.parse(published("cloudfront.json"));
        Caller cloudFront = new Caller.Service("cloudfront.amazonaws.com");

        assertThat(get(policy, cloudFront, "DISTRIBUTION")).isEqualTo(Effect.ALLOW);
        assertThat(get(policy, cloudFront, "OTHER")).isEqualTo(Effect.NONE);
        assertThat(get(policy, new Caller.Anonymous(), "DISTRIBUTION")).isEqualTo(Effect.NONE);
    }

    @ParameterizedTest
    @CsvSource({"222222222222, o-source, NONE", "333333333333, o-other, DENY", "444444444444, o-target, NONE"})
    void theResourceControlPolicyExceptsAccountB(String account, String organization, Effect expected)
            throws IOException {
        assertThat(Policy.parse(published("resource-control-policy.json"))
                        .effectOn(new Request(
                                "sts:AssumeRole",
                                ROLE,
                                Caller.Principal.of("arn:aws:iam::" + account + ":role/R"),
                                Map.of(
                                        "aws:PrincipalOrgID", List.of(organization),
                                        "aws:PrincipalIsAWSService", List.of("false")))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"AllowPutToS3, o-target, NONE", "Other, o-target, DENY", "Other, o-source, NONE"})
    void theServiceControlPolicyExceptsTheRole(String role, String organization, Effect expected) throws IOException {
        assertThat(Policy.parse(published("service-control-policy.json"))
                        .effectOn(new Request(
                                "sts:AssumeRole",
                                "arn:aws:iam::111111111111:role/" + role,
                                Caller.Principal.of("arn:aws:iam::222222222222:role/ReplicateObjects"),
                                Map.of("aws:ResourceOrgID", List.of(organization)))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "s3:PutObjectTagging, SCANNER_ROLE, GuardDutyMalwareScanStatus, NONE",
        "s3:PutObjectVersionTagging, SCANNER_ROLE, GuardDutyMalwareScanStatus, NONE",
        "s3:PutObjectTagging, Uploader, GuardDutyMalwareScanStatus, DENY",
        "s3:PutObjectVersionTagging, Uploader, GuardDutyMalwareScanStatus, DENY",
        "s3:PutObjectTagging, Uploader, team, DENY",
        "s3:PutObject, Uploader, team, NONE"
    })
    void onlyTheScannerTags(String action, String role, String tag, Effect expected) throws IOException {
        assertThat(tag(action, role, Map.of("s3:RequestObjectTagKeys", List.of("other", tag))))
                .isEqualTo(expected);
    }

    /**
     * CopyObject asks for the permission to tag when it takes the tags of its source with it or sets others, and AWS
     * does not document that its requests have the keys of the tags.
     *
     * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html">The actions
     *     of CopyObject</a>
     */
    @ParameterizedTest
    @CsvSource({
        "s3:PutObjectTagging, SCANNER_ROLE, NONE",
        "s3:PutObjectTagging, Uploader, DENY",
        "s3:PutObject, Uploader, NONE"
    })
    void copyObjectBringsNoTagButTheScanners(String action, String role, Effect expected) throws IOException {
        assertThat(tag(action, role, Map.of("s3:x-amz-copy-source", List.of("/SOURCE_BUCKET/cleared"))))
                .isEqualTo(expected);
    }

    private static Effect tag(String action, String role, Map<String, List<String>> context) throws IOException {
        return Policy.parse(published("only-the-scanner-tags.json"))
                .effectOn(new Request(
                        action,
                        "arn:aws:s3:::SOURCE_BUCKET/key",
                        Caller.Principal.of("arn:aws:iam::222222222222:role/" + role),
                        context));
    }

    private static Effect put(Policy policy, String role, String key, String value) {
        return policy.effectOn(new Request(
                "s3:PutObject", "arn:aws:s3:::target/key", Caller.Principal.of(role), Map.of(key, List.of(value))));
    }

    private static Effect get(Policy policy, Caller caller, String distribution) {
        return policy.effectOn(new Request(
                "s3:GetObject",
                "arn:aws:s3:::target/key",
                caller,
                Map.of("aws:SourceArn", List.of("arn:aws:cloudfront::111111111111:distribution/" + distribution))));
    }

    /** The statement with one of its conditions. */
    private static Policy only(String operator) throws IOException {
        String statement = published(ADDRESSES);
        String condition = statement
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("\"" + operator + "\""))
                .findFirst()
                .orElseThrow()
                .replaceFirst(",$", "");
        return Policy.parse(
                statement.replaceFirst("(?s)\"Condition\": \\{.*", "\"Condition\": {" + condition + "}}]}"));
    }

    private static String published(String name) throws IOException {
        return Files.readString(Path.of("..", "..", "docs", "examples", name))
                .replace("TARGET_BUCKET", "target")
                .replace("TARGET_ACCOUNT", "111111111111")
                .replace("SOURCE_ACCOUNT", "222222222222")
                .replace("TARGET_ORGANIZATION", "o-target")
                .replace("SOURCE_ORGANIZATION", "o-source");
    }
}
