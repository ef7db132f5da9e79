package org.allowput.ops.proof.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.allowput.emulator.testing.Nightly;
import org.allowput.policy.Authorization;
import org.allowput.policy.Policy;
import org.allowput.policy.PolicyException;
import org.allowput.policy.Request;
import org.junit.jupiter.api.Test;

/**
 * Where the prover says that there is no request, the evaluator finds none among random ones; what it finds, the
 * evaluator finds allowed. A failure states the seed with which {@code -Dproof.seed=} replays it.
 */
class RandomPoliciesTest {
    private static final String ACCOUNT = "111111111111";
    private static final int REQUESTS = 200;

    @Test
    void noRandomRequestIsAllowedWhereTheProverFindsNone() {
        compare(50_000);
    }

    @Test
    @Nightly(5)
    void noneOfAMillionRandomRequestsIsAllowedWhereTheProverFindsNone() {
        compare(1_000_000);
    }

    private static void compare(int requests) {
        long seed = Long.getLong("proof.seed", System.nanoTime());
        RandomPolicies random = new RandomPolicies(new Random(seed));
        Prover prover = new Prover("aws");
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        int allowed = 0;
        int confirmed = 0;
        int proven = 0;
        while (compared < requests) {
            Map<String, Object> question = random.question();
            Authorization policies = RandomPolicies.authorization(question);
            Policy expected = RandomPolicies.expected(question);
            Optional<Request> found = find(prover, policies, expected);
            proven += found.isEmpty() ? 1 : 0;
            if (found.filter(request -> request.undecided().isEmpty()).isPresent()) {
                confirmed++;
                if (!isUnexpected(policies, expected, found.get())) {
                    wrong.add("found, and not so\n  " + found.get() + "\n  " + policies + "\n  " + expected);
                }
            }
            for (int each = 0; each < REQUESTS; each++) {
                Request request = random.request();
                compared++;
                if (isUnexpected(policies, expected, request)) {
                    allowed++;
                    if (found.isEmpty()) {
                        wrong.add("proven that there is no such request\n  " + request + "\n  " + policies + "\n  "
                                + expected);
                    }
                }
            }
        }
        System.out.println(compared + " requests, " + allowed + " allowed and not expected; of " + compared / REQUESTS
                + " policies " + confirmed + " refuted, " + proven + " proven");

        assertThat(wrong).as("-Dproof.seed=" + seed).isEmpty();
        assertThat(allowed).as("-Dproof.seed=" + seed).isGreaterThan(compared / 200);
        assertThat(confirmed).as("-Dproof.seed=" + seed).isGreaterThan(compared / REQUESTS / 5);
        assertThat(proven).as("-Dproof.seed=" + seed).isGreaterThan(compared / REQUESTS / 20);
    }

    static Optional<Request> find(Prover prover, Authorization policies, Policy expected) {
        return prover.find(new Question(Optional.empty(), policies, ACCOUNT, List.of(), List.of(expected), Map.of()));
    }

    /** Not if the evaluator refuses the policy or the request. */
    private static boolean isUnexpected(Authorization policies, Policy expected, Request request) {
        try {
            return policies.allows(request, ACCOUNT) && !expected.allows(request);
        } catch (PolicyException e) {
            return false;
        }
    }
}
