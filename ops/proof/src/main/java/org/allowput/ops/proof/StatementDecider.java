package org.allowput.ops.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.allowput.ops.proof.Decision.Verdict;
import org.allowput.ops.proof.solver.Prover;
import org.allowput.ops.proof.solver.Question;
import org.allowput.policy.Caller;
import org.allowput.policy.Request;

/**
 * Decides statements, and says in words what refutes them.
 *
 * @param secrets values that are not shown
 */
record StatementDecider(Prover prover, Set<String> secrets) {
    /** That nobody has to be told: they follow from the caller, or every request has them. */
    private static final Set<String> OMITTED = Set.of("kms:calleraccount", "aws:securetransport");

    Optional<Request> find(Question question) {
        return prover.find(question);
    }

    boolean isPossible(Question question) {
        return find(question).filter(found -> found.undecided().isEmpty()).isPresent();
    }

    /**
     * Decides one.
     *
     * @param violations no request may answer one of these
     * @param intended requests of which one must be possible, by what they are: without them, policies that allow
     *     nothing would prove anything
     */
    Decision decide(String number, String sentence, List<Question> violations, Map<String, List<Question>> intended) {
        return decide(new Decision(number, sentence, Verdict.PROVEN, "", List.of()), violations, intended);
    }

    /** Decides what is proven so far. */
    Decision decide(Decision proven, List<Question> violations, Map<String, List<Question>> intended) {
        Decision decision = proven;
        for (Question violation : violations) {
            Optional<Request> found = prover.find(violation);
            if (found.isPresent()) {
                boolean isConfirmed = found.get().undecided().isEmpty();
                decision = proven.not(
                        isConfirmed ? Verdict.REFUTED : Verdict.UNDECIDED,
                        isConfirmed
                                ? "this request is allowed"
                                : "this request is perhaps allowed: conditions on it are only approximated",
                        words(found.get()));
                if (isConfirmed) {
                    return decision;
                }
            }
        }
        for (Map.Entry<String, List<Question>> each : intended.entrySet()) {
            if (decision.isProven() && each.getValue().stream().noneMatch(this::isPossible)) {
                return proven.refuted("what is expected is not possible: " + each.getKey());
            }
        }
        return decision;
    }

    /** A request in words. */
    private List<String> words(Request request) {
        List<String> words = new ArrayList<>(List.of("action: " + request.action()));
        if (!request.resource().isEmpty()) {
            words.add("resource: " + request.resource());
        }
        Caller by = request.caller();
        words.add("by: "
                + switch (by.type()) {
                    case "AWS" ->
                        by.name() + by.session().map(", session "::concat).orElse("");
                    case "Service" -> "the service " + by.name();
                    case "Federated" -> "an identity of " + by.name();
                    case "CanonicalUser" -> "the account with the canonical user id " + by.name();
                    default -> "anybody, anonymously";
                });
        request.context().forEach((key, values) -> {
            if (!OMITTED.contains(key)) {
                words.add(key + ": "
                        + (values.stream().anyMatch(secrets::contains)
                                ? "one that the role accepts"
                                : String.join(", ", values)));
            }
        });
        return words;
    }
}
