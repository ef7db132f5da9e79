package org.allowput.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Which policies must allow a request.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy
 *     evaluation logic</a>
 */
class AuthorizationTest {
    private static final String OWN = "111122223333";
    private static final String OTHER = "444455556666";
    private static final String ROLE_ARN = "arn:aws:iam::111122223333:role/examplerole";
    private static final String SESSION_ARN = "arn:aws:sts::111122223333:assumed-role/examplerole/session";

    private static final String ALLOW = "{\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\"}";
    private static final String NOTHING = "{\"Effect\": \"Allow\", \"Action\": \"ec2:*\", \"Resource\": \"*\"}";
    private static final String DENY = "{\"Effect\": \"Deny\", \"Action\": \"s3:*\", \"Resource\": \"*\"}";

    @ParameterizedTest
    @CsvFileSource(resources = "/policy/decisions.txt", delimiter = '|')
    void aRequestIsAllowedByThePoliciesThatMustAllowIt(
            String caller,
            String resource,
            String identity,
            String boundary,
            String session,
            String principal,
            String decision) {
        Authorization policies = authorization(identity, boundary, session, principal, resource.equals("key"));

        assertThat(policies.allows(request(caller), resource.equals("other") ? OTHER : OWN))
                .isEqualTo(decision.equals("allowed"));
        assertThat(policies.denies(request(caller))).isEqualTo(decision.equals("denied"));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/policy/principals.txt", delimiter = '|', quoteCharacter = '\'')
    void aPrincipalIsAUserARoleAServiceOrAnybody(String effect, String principal, String caller, String expected) {
        Policy policy = policy(
                "{\"Effect\": \"%s\", \"Action\": \"s3:*\", \"Resource\": \"*\", %s}".formatted(effect, principal));

        assertThat(PolicyTest.effect(policy, request(caller))).isEqualTo(expected);
    }

    @Test
    void aPolicyOfTheOtherKindIsAnError() {
        Policy identity = policy(ALLOW);
        Policy resource = policy(ALLOW.replace("{", "{\"Principal\": \"*\", "));

        assertThatThrownBy(() -> new Authorization(List.of(resource), List.of(), Policy.NOTHING, false))
                .isInstanceOf(PolicyException.class);
        assertThatThrownBy(() -> new Authorization(List.of(), List.of(), identity, false))
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
                Stream.of(boundary, session)
                        .flatMap(name -> named(name).stream())
                        .toList(),
                Optional.ofNullable(arn)
                        .map(name -> policy(ALLOW.replace("{", "{\"Principal\": {\"AWS\": \"" + name + "\"}, ")))
                        .orElse(Policy.NOTHING),
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

    private static Request request(String caller) {
        return new Request(
                "s3:GetObject",
                "arn:aws:s3:::amzn-s3-demo-bucket/key",
                switch (caller) {
                    case "role" -> new Caller("AWS", ROLE_ARN, Optional.of(SESSION_ARN));
                    case "user" -> Caller.of("arn:aws:iam::111122223333:user/exampleuser");
                    case "root" -> Caller.of("arn:aws:iam::111122223333:root");
                    case "service" -> Caller.of("Service", "s3.amazonaws.com");
                    case "federated" -> Caller.of("Federated", "accounts.google.com");
                    default -> Caller.ANONYMOUS;
                },
                Map.of());
    }
}
