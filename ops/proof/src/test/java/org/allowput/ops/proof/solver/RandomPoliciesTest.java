package org.allowput.ops.proof.solver;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.z3.BoolExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.allowput.emulator.testing.Nightly;
import org.allowput.policy.Authorization;
import org.allowput.policy.Authorization.Decision;
import org.allowput.policy.PolicyException;
import org.allowput.policy.Request;
import org.junit.jupiter.api.Test;

/**
 * The formulas say of random requests what the evaluator says: each is written without the other's code. A failure
 * states the seed with which {@code -Dproof.seed=} replays it.
 */
class RandomPoliciesTest {
    private static final String ACCOUNT = "111111111111";
    private static final int REQUESTS = 200;

    @Test
    void theFormulasSayOfEachRequestWhatTheEvaluatorSays() {
        compare(50_000);
    }

    @Test
    @Nightly(5)
    void theFormulasSayOfAMillionRequestsWhatTheEvaluatorSays() {
        compare(1_000_000);
    }

    private static void compare(int requests) {
        long seed = Long.getLong("proof.seed", System.nanoTime());
        RandomPolicies random = new RandomPolicies(new Random(seed));
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        int allowed = 0;
        int decided = 0;
        while (compared < requests) {
            Authorization policies = random.authorization();
            try (Prover prover = new Prover("aws")) {
                BoolExpr formula =
                        (BoolExpr) prover.formulas().allows(policies, ACCOUNT).simplify();
                for (int each = 0; each < REQUESTS; each++) {
                    Request request = random.request();
                    Optional<Boolean> expected = evaluated(policies, request);
                    Optional<Boolean> seen = prover.holdsFor(formula, request);
                    compared++;
                    allowed += expected.orElse(false) ? 1 : 0;
                    decided += seen.isPresent() && expected.isPresent() ? 1 : 0;
                    if (seen.isPresent() && expected.isPresent() && !seen.equals(expected)) {
                        wrong.add("evaluator: " + expected + ", formulas: " + seen + "\n  " + request + "\n  "
                                + policies);
                    }
                }
            }
        }
        System.out.println(compared + " requests, " + decided + " decided by both, " + allowed + " allowed");

        assertThat(wrong).as("-Dproof.seed=" + seed).isEmpty();
        assertThat(allowed).as("-Dproof.seed=" + seed).isGreaterThan(compared / 100);
        assertThat(decided).as("-Dproof.seed=" + seed).isGreaterThan(compared / 2);
    }

    /** Empty if the evaluator refuses the policy or the request. */
    private static Optional<Boolean> evaluated(Authorization policies, Request request) {
        try {
            return Optional.of(policies.decide(request, ACCOUNT) == Decision.ALLOWED);
        } catch (PolicyException e) {
            return Optional.empty();
        }
    }
}
