package org.allowput.ops.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.allowput.ops.proof.Decision.Verdict;
import org.allowput.ops.proof.solver.Prover;
import org.allowput.ops.proof.solver.Prover.Found;
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
    private static final Set<String> OMITTED = Set.of(
            "aws:principalarn",
            "aws:principalaccount",
            "aws:principalisawsservice",
            "kms:calleraccount",
            "aws:securetransport");

    /** A request that a question asks for. */
    Optional<Found> find(Question question) {
        return prover.find(question);
    }

    boolean isPossible(Question question) {
        return find(question).filter(Found::isConfirmed).isPresent();
    }

    /**
     * Decides one.
     *
     * @param violations no request may answer one of these
     * @param intended requests of which one must be possible, by what they are: without them, policies that allow
     *     nothing would prove anything
     */
    Decision decide(String number, String statement, List<Question> violations, Map<String, List<Question>> intended) {
        Decision decision = new Decision(number, statement, Verdict.PROVEN, "", List.of());
        for (Question violation : violations) {
            decision = find(violation)
                    .map(found -> violated(number, statement, found))
                    .orElse(decision);
            if (decision.verdict() == Verdict.REFUTED) {
                return decision;
            }
        }
        for (Map.Entry<String, List<Question>> each : intended.entrySet()) {
            if (decision.isProven() && each.getValue().stream().noneMatch(this::isPossible)) {
                return Decision.refuted(number, statement, "what is meant is not possible: " + each.getKey());
            }
        }
        return decision;
    }

    private Decision violated(String number, String statement, Found found) {
        return new Decision(
                number,
                statement,
                found.isConfirmed() ? Verdict.REFUTED : Verdict.UNDECIDED,
                found.isConfirmed()
                        ? "this request is allowed"
                        : "this request is perhaps allowed: conditions on it are only approximated",
                words(found.request()));
    }

    /** A request in words. */
    private List<String> words(Request request) {
        List<String> words = new ArrayList<>(List.of("action: " + request.action()));
        if (!request.resource().isEmpty()) {
            words.add("resource: " + request.resource());
        }
        words.add("by: "
                + switch (request.caller()) {
                    case Caller.Principal(String arn, Optional<String> session) ->
                        arn + session.map(", session "::concat).orElse("");
                    case Caller.Other(String type, String name) ->
                        switch (type) {
                            case "Service" -> "the service " + name;
                            case "Federated" -> "an identity of " + name;
                            case "CanonicalUser" -> "the account with the canonical user id " + name;
                            default -> "anybody, anonymously";
                        };
                });
        request.context().entrySet().stream()
                .filter(key -> !OMITTED.contains(key.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .forEach(key -> words.add(key.getKey() + ": "
                        + (key.getValue().stream().anyMatch(secrets::contains)
                                ? "one that the role accepts"
                                : String.join(", ", key.getValue()))));
        return words;
    }
}
