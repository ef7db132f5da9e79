package org.allowput.ops.proof.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.allowput.ops.proof.policy.PolicyStatement;
import org.allowput.ops.proof.policy.Roles;
import org.allowput.ops.proof.template.Template;
import org.allowput.ops.proof.template.UnsupportedPolicyException;
import org.allowput.policy.Effect;
import org.allowput.policy.Policy;
import org.allowput.policy.Request;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random policies and random requests: what the evaluator allows, the prover finds allowed; and nothing else, except by
 * a condition that the prover only approximates.
 *
 * @see <a href="https://github.com/cedar-policy/cedar-spec/tree/main/cedar-drt">Cedar's differential random testing</a>
 */
class RandomPoliciesTest {
    private static final int REQUESTS = 25;
    /** The prover takes a condition with such an operator as one that may hold. */
    private static final String APPROXIMATED = "IpAddress|IgnoreCase";

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theProverAndTheEvaluatorAgree(boolean ofResource) throws IOException {
        Seed seed = Seed.next();
        Random random = seed.random();
        int policies = Seed.all() ? 2_000 : 40;
        int allowed = 0;
        int refused = 0;
        List<String> wrong = new ArrayList<>();
        for (int tried = 0; tried < policies; tried++) {
            RandomPolicies words = new RandomPolicies(random);
            Map<String, Object> policy = words.policy(ofResource);
            List<Request> requests =
                    Stream.generate(words::request).limit(REQUESTS).toList();
            List<Boolean> expected = requests.stream()
                    .map(request -> Policy.of(policy).effectOn(request) == Effect.ALLOW)
                    .toList();
            boolean exact = !policy.toString().matches(".*(" + APPROXIMATED + ").*");
            try {
                List<Boolean> seen = comparison(policy, ofResource).allowed(requests, policyOf(ofResource));
                for (int at = 0; at < requests.size(); at++) {
                    allowed += expected.get(at) ? 1 : 0;
                    if (expected.get(at) ? !seen.get(at) : exact && seen.get(at)) {
                        wrong.add("evaluator: " + expected.get(at) + ", prover: " + seen.get(at) + "\n  "
                                + requests.get(at) + "\n  " + JSON.std.asString(policy));
                    }
                }
            } catch (UnsupportedPolicyException e) {
                refused++;
            }
        }
        System.out.println(policies + " random policies, " + refused + " refused by the prover, " + REQUESTS
                + " requests each, " + allowed + " allowed");

        assertThat(wrong).as(seed.toString()).isEmpty();
        assertThat(refused).as(seed.toString()).isLessThan(policies * 2 / 3);
        assertThat(allowed).as(seed.toString()).isPositive();
    }

    private static Comparison comparison(Map<String, Object> policy, boolean ofResource) throws IOException {
        Map<String, Object> role = Map.of(
                "Type",
                "AWS::IAM::Role",
                "Properties",
                Map.of(
                        "RoleName",
                        "Role",
                        "AssumeRolePolicyDocument",
                        Map.of(
                                "Version",
                                "2012-10-17",
                                "Statement",
                                List.of(Map.of(
                                        "Effect",
                                        "Allow",
                                        "Action",
                                        "sts:AssumeRole",
                                        "Principal",
                                        Map.of("Service", "lambda.amazonaws.com")))),
                        "Policies",
                        ofResource ? List.of() : List.of(Map.of("PolicyName", "p", "PolicyDocument", policy))));
        Map<String, Object> bucket =
                Map.of("Type", "AWS::S3::BucketPolicy", "Properties", Map.of("Bucket", "b", "PolicyDocument", policy));
        Set<String> keys = new TreeSet<>(RandomPolicies.keys());
        keys.add("aws:SecureTransport");
        return new Comparison(
                Template.parse(JSON.std.asString(Map.of(
                        "Resources", ofResource ? Map.of("Role", role, "Policy", bucket) : Map.of("Role", role)))),
                Map.of(),
                Map.of(),
                keys);
    }

    private static Function<Roles, List<PolicyStatement>> policyOf(boolean ofResource) {
        return roles -> ofResource
                ? roles.policies("AWS::S3::BucketPolicy").getFirst()
                : roles.all().getFirst().policy();
    }
}
