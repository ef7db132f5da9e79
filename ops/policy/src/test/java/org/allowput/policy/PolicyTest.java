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
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One policy by itself, with the examples of AWS's documentation. */
class PolicyTest {
    private static final Caller USER = Caller.of("arn:aws:iam::111122223333:user/David");

    @ParameterizedTest
    @CsvFileSource(resources = "/policy/statements.txt", delimiter = '|')
    void aStatementIsAboutWhatItsPatternsMean(
            String effect,
            String actionElement,
            String action,
            String resourceElement,
            String resource,
            String requested,
            String expected) {
        Policy policy = Policy.parse(
                "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"%s\", \"%s\": \"%s\", \"%s\": \"%s\"}}"
                        .formatted(effect, actionElement, action, resourceElement, resource));

        assertThat(effect(policy, get(requested, Map.of()))).isEqualTo(expected);
    }

    @Test
    void aDenyWinsOverEveryAllow() {
        Policy policy = Policy.parse("""
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
              {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
            """);

        assertThat(effect(policy, get("arn:aws:s3:::b/k", Map.of("aws:SecureTransport", List.of("false")))))
                .isEqualTo("DENY");
        assertThat(effect(policy, get("arn:aws:s3:::b/k", Map.of("aws:SecureTransport", List.of("true")))))
                .isEqualTo("ALLOW");
    }

    /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
    @Test
    void aVariableIsReplacedAndMatchesNothingWithoutAValue() {
        Policy policy =
                allow("\"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::mybucket/${aws:username}/*\"");
        Map<String, List<String>> david = Map.of("AWS:UserName", List.of("David"));

        assertThat(effect(policy, get("arn:aws:s3:::mybucket/David/k", david))).isEqualTo("ALLOW");
        assertThat(effect(policy, get("arn:aws:s3:::mybucket/Adele/k", david))).isEqualTo("NONE");
        assertThat(effect(policy, get("arn:aws:s3:::mybucket//k", Map.of()))).isEqualTo("NONE");
        assertThat(effect(policy, get("arn:aws:s3:::mybucket/${aws:username}/k", Map.of())))
                .isEqualTo("NONE");
        assertThatThrownBy(() -> effect(policy, get("arn:aws:s3:::mybucket/a", Map.of("aws:username", List.of("*")))))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("without wildcards");
    }

    @Test
    void withoutItsVersionAPolicyHasNoVariables() {
        Policy policy = Policy.parse("""
            {"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${aws:username}"}}
            """);

        assertThat(effect(policy, get("arn:aws:s3:::b/${aws:username}", Map.of())))
                .isEqualTo("ALLOW");
        assertThat(effect(policy, get("arn:aws:s3:::b/David", Map.of("aws:username", List.of("David")))))
                .isEqualTo("NONE");
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

        assertThat(effect(policy, new Request("s3:GetObject", "r", Caller.of("CanonicalUser", "79a5"), Map.of())))
                .isEqualTo("ALLOW");
        assertThat(effect(policy, new Request("s3:GetObject", "r", Caller.of("CanonicalUser", "other"), Map.of())))
                .isEqualTo("NONE");
        assertThat(effect(policy, get("r", Map.of()))).isEqualTo("NONE");
    }

    /** What the policy by itself says: deny wins over allow. */
    static String effect(Policy policy, Request request) {
        return policy.denies(request) ? "DENY" : policy.allows(request) ? "ALLOW" : "NONE";
    }

    private static Policy allow(String elements) {
        return Policy.parse("{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", " + elements + "}}");
    }

    private static Request get(String resource, Map<String, List<String>> context) {
        return new Request("s3:GetObject", resource, USER, context);
    }
}
