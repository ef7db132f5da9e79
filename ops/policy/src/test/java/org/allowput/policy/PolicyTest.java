package org.allowput.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One policy by itself, with the examples of AWS's documentation. */
class PolicyTest {
    private static final Caller USER = Caller.Principal.of("arn:aws:iam::111122223333:user/David");

    /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
    @ParameterizedTest
    @CsvSource({
        "1/test/object.jpg, ALLOW",
        "1/2/test/object.jpg, ALLOW",
        "1/2/test/3/object.jpg, ALLOW",
        "1///test///object.jpg, ALLOW",
        "1/test/.jpg, ALLOW",
        "/test/object.jpg, ALLOW",
        "1/test/, ALLOW",
        "1-test/object.jpg, NONE",
        "test/object.jpg, NONE",
        "1/2/test.jpg, NONE"
    })
    void aStarStandsForAnyCharactersOfAKey(String key, Effect effect) {
        Policy policy =
                allow("\"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::amzn-s3-demo-bucket/*/test/*\"");

        assertThat(policy.effectOn(get("arn:aws:s3:::amzn-s3-demo-bucket/" + key, Map.of())))
                .isEqualTo(effect);
    }

    /** Where AWS leaves open what a wildcard does with a colon, an allow counts and a deny does not. */
    @ParameterizedTest
    @CsvSource({
        "arn:aws:s3:::bucket/a*c, arn:aws:s3:::bucket/a:c, true, false",
        "arn:aws:s3:::bucket/a?c, arn:aws:s3:::bucket/a:c, true, false",
        "arn:aws:s3:::bucket/a*, arn:aws:s3:::bucket/a:c, true, true",
        "arn:aws:s3:*, arn:aws:s3:::bucket/key, true, true",
        "arn:aws:s3:::buck?t/*, arn:aws:s3:::bucket/key, true, true",
        "arn:aws:s3:::Bucket/*, arn:aws:s3:::bucket/key, false, false",
        "*, arn:aws:s3:::bucket/key, true, true"
    })
    void aWildcardWithinASegmentIsReadByTheLessSafeWay(
            String pattern, String resource, boolean allows, boolean denies) {
        String statement = "\"Action\": \"s3:GetObject\", \"Resource\": \"" + pattern + "\"";

        assertThat(allow(statement).effectOn(get(resource, Map.of()))).isEqualTo(allows ? Effect.ALLOW : Effect.NONE);
        assertThat(deny(statement).effectOn(get(resource, Map.of()))).isEqualTo(denies ? Effect.DENY : Effect.NONE);
        assertThat(allow(statement.replace("Resource", "NotResource")).effectOn(get(resource, Map.of())))
                .isEqualTo(denies ? Effect.NONE : Effect.ALLOW);
        assertThat(deny(statement.replace("Resource", "NotResource")).effectOn(get(resource, Map.of())))
                .isEqualTo(allows ? Effect.NONE : Effect.DENY);
    }

    @ParameterizedTest
    @CsvSource({
        "s3:getobject, ALLOW",
        "S3:Get*, ALLOW",
        "s3:GetObjec?, ALLOW",
        "*, ALLOW",
        "s3:GetObjectAcl, NONE",
        "s3:Get, NONE"
    })
    void actionsAreComparedWithoutRegardToCase(String action, Effect effect) {
        Request request = get("arn:aws:s3:::b/k", Map.of());

        assertThat(allow("\"Action\": \"" + action + "\", \"Resource\": \"*\"").effectOn(request))
                .isEqualTo(effect);
        assertThat(allow("\"NotAction\": \"" + action + "\", \"Resource\": \"*\"")
                        .effectOn(request))
                .isEqualTo(effect == Effect.ALLOW ? Effect.NONE : Effect.ALLOW);
    }

    @Test
    void aDenyWinsOverEveryAllow() {
        Policy policy = Policy.parse("""
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
              {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
            """);

        assertThat(policy.effectOn(get("arn:aws:s3:::b/k", Map.of("aws:SecureTransport", List.of("false")))))
                .isEqualTo(Effect.DENY);
        assertThat(policy.effectOn(get("arn:aws:s3:::b/k", Map.of("aws:SecureTransport", List.of("true")))))
                .isEqualTo(Effect.ALLOW);
    }

    /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
    @Test
    void aVariableIsReplacedAndMatchesNothingWithoutAValue() {
        Policy policy =
                allow("\"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::mybucket/${aws:username}/*\"");
        Map<String, List<String>> david = Map.of("AWS:UserName", List.of("David"));

        assertThat(policy.effectOn(get("arn:aws:s3:::mybucket/David/k", david))).isEqualTo(Effect.ALLOW);
        assertThat(policy.effectOn(get("arn:aws:s3:::mybucket/Adele/k", david))).isEqualTo(Effect.NONE);
        assertThat(policy.effectOn(get("arn:aws:s3:::mybucket//k", Map.of()))).isEqualTo(Effect.NONE);
        assertThat(policy.effectOn(get("arn:aws:s3:::mybucket/${aws:username}/k", Map.of())))
                .isEqualTo(Effect.NONE);
        assertThatThrownBy(() -> policy.effectOn(get("arn:aws:s3:::mybucket/a", Map.of("aws:username", List.of("*")))))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("without wildcards");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${aws:PrincipalTag/team, 'company-wide'} | company-wide | ALLOW",
                "${aws:PrincipalTag/team, 'company-wide'} | red | NONE",
                "a${*}b | a*b | ALLOW",
                "a${*}b | axb | NONE",
                "a${?}b | axb | NONE",
                "a${$}b | a$b | ALLOW"
            })
    void aVariableHasADefaultAndSpecialCharactersStandForThemselves(String text, String key, Effect effect) {
        Policy policy = allow("\"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::b/" + text + "\"");

        assertThat(policy.effectOn(get("arn:aws:s3:::b/" + key, Map.of()))).isEqualTo(effect);
    }

    @Test
    void withoutItsVersionAPolicyHasNoVariables() {
        Policy policy = Policy.parse("""
            {"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${aws:username}"}}
            """);

        assertThat(policy.effectOn(get("arn:aws:s3:::b/${aws:username}", Map.of())))
                .isEqualTo(Effect.ALLOW);
        assertThat(policy.effectOn(get("arn:aws:s3:::b/David", Map.of("aws:username", List.of("David")))))
                .isEqualTo(Effect.NONE);
    }

    static List<String> noPolicies() throws IOException {
        return Files.readAllLines(Path.of("src", "test", "resources", "policy", "no-policies.txt"));
    }

    @ParameterizedTest
    @MethodSource("noPolicies")
    void whatIsNoPolicyIsAnError(String json) {
        assertThatThrownBy(() -> Policy.parse(json)).isInstanceOf(PolicyException.class);
    }

    @Test
    void aCanonicalUserIsNamedAndTheIdentifierOfADeletedPrincipalIsNobodys() {
        Policy policy = allow("\"Principal\": {\"CanonicalUser\": \"79a5\", \"AWS\": \"AROAIDPPEZS35WEXAMPLE\"},"
                + " \"Action\": \"*:*\", \"Resource\": \"*\"");

        assertThat(policy.effectOn(new Request("s3:GetObject", "r", new Caller.CanonicalUser("79a5"), Map.of())))
                .isEqualTo(Effect.ALLOW);
        assertThat(policy.effectOn(new Request("s3:GetObject", "r", new Caller.CanonicalUser("other"), Map.of())))
                .isEqualTo(Effect.NONE);
        assertThat(policy.effectOn(get("r", Map.of()))).isEqualTo(Effect.NONE);
    }

    private static Policy allow(String elements) {
        return Policy.parse("{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", " + elements + "}}");
    }

    private static Policy deny(String elements) {
        return Policy.parse("{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Deny\", " + elements + "}}");
    }

    private static Request get(String resource, Map<String, List<String>> context) {
        return new Request("s3:GetObject", resource, USER, context);
    }
}
