package org.allowput.ops.proof.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        Prover prover = new Prover("aws");
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        int allowed = 0;
        int decided = 0;
        int proven = 0;
        while (compared < requests) {
            Authorization policies = random.authorization();
            Formula formula = PolicyFormulas.allows(policies, ACCOUNT);
            Formula unexpected = Formula.and(formula, Formula.not(random.expected()));
            boolean isProven = find(prover, unexpected, wrong).isEmpty();
            proven += isProven ? 1 : 0;
            for (int each = 0; each < REQUESTS; each++) {
                Request request = random.request();
                Optional<Boolean> expected = evaluated(policies, request);
                Optional<Boolean> seen = Prover.holdsFor(formula, request);
                compared++;
                allowed += expected.orElse(false) ? 1 : 0;
                decided += seen.isPresent() && expected.isPresent() ? 1 : 0;
                if (seen.isPresent() && expected.isPresent() && !seen.equals(expected)) {
                    wrong.add("evaluator: " + expected + ", formulas: " + seen + "\n  " + request + "\n  " + policies);
                }
                if (isProven
                        && !Prover.holdsFor(unexpected, request).equals(Optional.of(false))
                        && expected.equals(Optional.of(true))) {
                    wrong.add("proven that there is no such request\n  " + request + "\n  " + unexpected);
                }
            }
        }
        System.out.println(compared + " requests, " + decided + " decided by both, " + allowed + " allowed; " + proven
                + " formulas hold for none");

        assertThat(wrong).as("-Dproof.seed=" + seed).isEmpty();
        assertThat(allowed).as("-Dproof.seed=" + seed).isGreaterThan(compared / 100);
        assertThat(decided).as("-Dproof.seed=" + seed).isGreaterThan(compared / 2);
        assertThat(proven).as("-Dproof.seed=" + seed).isGreaterThan(compared / REQUESTS / 20);
    }

    /** A request for which a formula holds; what is found must be one. */
    private static Optional<Request> find(Prover prover, Formula formula, List<String> wrong) {
        List<Request> found = new ArrayList<>();
        prover.solve(
                formula,
                Map.of(),
                values -> found.add(
                        new FoundRequests(new Question(formula, formula, List.of(), any -> true)).request(values)));
        found.stream()
                .filter(request -> Prover.holdsFor(formula, request).equals(Optional.of(false)))
                .forEach(request -> wrong.add("found, and not so\n  " + request + "\n  " + formula));
        return found.stream().findFirst();
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
