package org.allowput.ops.proof.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.allowput.policy.Authorization;
import org.allowput.policy.Policy;
import org.allowput.policy.Request;
import org.junit.jupiter.api.Test;

/** The example of the package's documentation. */
class WorkedExampleTest {
    private static final String ROLE = "arn:aws:iam::111111111111:role/R";

    private static Optional<Request> counterexample(String resource) {
        Policy policy = policy("s3:*", resource);
        Authorization policies = new Authorization(List.of(policy), List.of(), Policy.NOTHING, false);
        Policy expected = Policy.joined(
                policy("s3:PutObject", "arn:aws:s3:::t/in/*"),
                // The example follows this action alone.
                Policy.parse(
                        "{\"Statement\":{\"Effect\":\"Allow\",\"NotAction\":\"s3:PutObject\",\"Resource\":\"*\"}}"));
        return new Prover("aws").find(Question.allowed(ROLE, policies).excluding(expected));
    }

    private static Policy policy(String action, String resource) {
        return Policy.parse("{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"%s\",\"Resource\":\"%s\"}}"
                .formatted(action, resource));
    }

    @Test
    void theNameBesideThePrefixIsTheCounterexample() {
        assertThat(counterexample("arn:aws:s3:::t/in*")).hasValueSatisfying(request -> {
            assertThat(request.action()).isEqualTo("s3:PutObject");
            assertThat(request.resource()).startsWith("arn:aws:s3:::t/in").doesNotStartWith("arn:aws:s3:::t/in/");
            assertThat(request.context()).isEmpty();
        });
    }

    @Test
    void withoutItThereIsNone() {
        assertThat(counterexample("arn:aws:s3:::t/in/*")).isEmpty();
    }
}
