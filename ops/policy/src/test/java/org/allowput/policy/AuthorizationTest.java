package org.allowput.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.policy.Authorization.Decision;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which policies must allow a request.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy
 *     evaluation logic</a>
 */
class AuthorizationTest {
    private static final String OWN = "111122223333";
    private static final String OTHER = "444455556666";
    private static final Caller USER = Caller.Principal.of("arn:aws:iam::111122223333:user/exampleuser");
    private static final Caller ROOT = Caller.Principal.of("arn:aws:iam::111122223333:root");
    private static final String ROLE_ARN = "arn:aws:iam::111122223333:role/examplerole";
    private static final String SESSION_ARN = "arn:aws:sts::111122223333:assumed-role/examplerole/session";
    private static final Caller ROLE = new Caller.Principal(ROLE_ARN, Optional.of(SESSION_ARN));

    private static final String ALLOW = "{\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\"}";
    private static final String NOTHING = "{\"Effect\": \"Allow\", \"Action\": \"ec2:*\", \"Resource\": \"*\"}";
    private static final String DENY = "{\"Effect\": \"Deny\", \"Action\": \"s3:*\", \"Resource\": \"*\"}";

    @ParameterizedTest
    @CsvFileSource(resources = "/policy/within-an-account.txt", delimiter = '|')
    void withinAnAccount(String identity, String boundary, String session, String principal, Decision decision) {
        assertThat(authorization(identity, boundary, session, principal, false).decide(request(ROLE), OWN))
                .isEqualTo(decision);
    }

    /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html */
    @ParameterizedTest
    @CsvSource({
        "allow, -, -, role, ALLOWED",
        "allow, -, -, account, ALLOWED",
        "allow, -, -, everybody, ALLOWED",
        "allow, -, -, -, NOT_ALLOWED_BY_RESOURCE",
        "nothing, -, -, session, NOT_ALLOWED_BY_IDENTITY",
        "allow, nothing, -, session, NOT_ALLOWED_BY_BOUNDARY",
        "allow, -, nothing, session, NOT_ALLOWED_BY_SESSION"
    })
    void acrossAccountsBothSidesMustAllow(
            String identity, String boundary, String session, String principal, Decision decision) {
        assertThat(authorization(identity, boundary, session, principal, false).decide(request(ROLE), OTHER))
                .isEqualTo(decision);
    }

    @Test
    void aTrustPolicyAndAKeysPolicyMustAllowWithinTheAccountToo() {
        assertThat(authorization("allow", "-", "-", "-", true).decide(request(ROLE), OWN))
                .isEqualTo(Decision.NOT_ALLOWED_BY_RESOURCE);
        assertThat(authorization("allow", "-", "-", "account", true).decide(request(ROLE), OWN))
                .isEqualTo(Decision.ALLOWED);
        assertThat(authorization("nothing", "-", "-", "account", true).decide(request(ROLE), OWN))
                .isEqualTo(Decision.NOT_ALLOWED_BY_IDENTITY);
    }

    @Test
    void theRootUserNeedsNoPolicyInItsAccount() {
        assertThat(authorization("nothing", "-", "-", "-", false).decide(request(ROOT), OWN))
                .isEqualTo(Decision.ALLOWED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"Principal\": \"*\" | true | true | true",
                "\"Principal\": {\"AWS\": \"*\"} | true | true | true",
                "\"Principal\": {\"AWS\": \"arn:aws:iam::111122223333:user/exampleuser\"} | true | false | false",
                "\"Principal\": {\"AWS\": \"arn:aws:iam::111122223333:user/ExampleUser\"} | false | false | false",
                "\"Principal\": {\"AWS\": [\"444455556666\", \"111122223333\"]} | true | false | false",
                "\"Principal\": {\"AWS\": \"arn:aws:iam::111122223333:root\"} | true | false | false",
                "\"Principal\": {\"Service\": [\"sns.amazonaws.com\", \"s3.amazonaws.com\"]} | false | true | false",
                "\"NotPrincipal\": {\"Service\": \"s3.amazonaws.com\"} | true | false | true"
            })
    void aPrincipalIsAUserAServiceOrAnybody(String principal, boolean user, boolean service, boolean anonymous) {
        Policy policy = policy("{\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\", " + principal + "}");

        assertThat(policy.effectOn(request(USER)) == Effect.ALLOW).isEqualTo(user);
        assertThat(policy.effectOn(request(new Caller.Service("s3.amazonaws.com"))) == Effect.ALLOW)
                .isEqualTo(service);
        assertThat(policy.effectOn(request(new Caller.Anonymous())) == Effect.ALLOW)
                .isEqualTo(anonymous);
    }

    /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html */
    @ParameterizedTest
    @CsvSource({
        "'\"111122223333\"', DENY",
        "'\"111122223333\", \"arn:aws:iam::111122223333:role/examplerole\"', DENY",
        "'\"111122223333\", \"arn:aws:iam::111122223333:role/examplerole\","
                + " \"arn:aws:sts::111122223333:assumed-role/examplerole/session\"', NONE"
    })
    void aDenyForAllButARoleListsItsAccountItselfAndItsSession(String listed, Effect effect) {
        Policy policy =
                policy("{\"Effect\": \"Deny\", \"Action\": \"s3:*\", \"Resource\": \"*\", \"NotPrincipal\": {\"AWS\": ["
                        + listed + "]}}");

        assertThat(policy.effectOn(request(ROLE))).isEqualTo(effect);
    }

    @Test
    void anotherCallerNeedsTheResourcesPolicy() {
        Authorization everybody = authorization("nothing", "-", "-", "everybody", false);

        assertThat(everybody.decide(request(new Caller.Anonymous()), OWN)).isEqualTo(Decision.ALLOWED);
        assertThat(everybody.decide(request(new Caller.Federated("accounts.google.com")), OWN))
                .isEqualTo(Decision.ALLOWED);
        assertThat(authorization("allow", "-", "-", "role", false)
                        .decide(request(new Caller.Service("s3.amazonaws.com")), OWN))
                .isEqualTo(Decision.NOT_ALLOWED_BY_RESOURCE);
    }

    @Test
    void aPolicyOfTheOtherKindIsAnError() {
        Policy identity = policy(ALLOW);
        Policy resource = policy(ALLOW.replace("{", "{\"Principal\": \"*\", "));

        assertThatThrownBy(() -> new Authorization(
                        List.of(resource), Optional.empty(), Optional.empty(), Optional.empty(), false))
                .isInstanceOf(PolicyException.class);
        assertThatThrownBy(() ->
                        new Authorization(List.of(), Optional.empty(), Optional.empty(), Optional.of(identity), false))
                .isInstanceOf(PolicyException.class);
    }

    private static Authorization authorization(
            String identity, String boundary, String session, String principal, boolean resourceDecides) {
        @Nullable
        String arn = switch (principal) {
            case "role" -> ROLE_ARN;
            case "session" -> SESSION_ARN;
            case "account" -> OWN;
            case "everybody" -> "*";
            default -> null;
        };
        return new Authorization(
                named(identity).stream().toList(),
                named(boundary),
                named(session),
                Optional.ofNullable(arn)
                        .map(name -> policy(ALLOW.replace("{", "{\"Principal\": {\"AWS\": \"" + name + "\"}, "))),
                resourceDecides);
    }

    private static Optional<Policy> named(String name) {
        return switch (name) {
            case "allow" -> Optional.of(policy(ALLOW));
            case "deny" -> Optional.of(policy(DENY));
            case "nothing" -> Optional.of(policy(NOTHING));
            default -> Optional.empty();
        };
    }

    private static Policy policy(String statement) {
        return Policy.parse("{\"Version\": \"2012-10-17\", \"Statement\": [" + statement + "]}");
    }

    private static Request request(Caller caller) {
        return new Request("s3:GetObject", "arn:aws:s3:::amzn-s3-demo-bucket/key", caller, Map.of());
    }
}
