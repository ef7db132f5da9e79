package org.allowput.ops.proof.question;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the solver decided about a claim. */
public sealed interface Decision {
    /** What the claim says. */
    String claim();

    /** How long the decision took. */
    Duration time();

    /**
     * No request violates the claim.
     *
     * @param examples if they were asked for, and it is about requests
     */
    record Proven(String claim, Duration time, Optional<Examples> examples) implements Decision {}

    /**
     * Requests on both sides of a claim, as the evaluation of single requests finds them.
     *
     * @param allowed a request that is allowed, a line for each of its parts
     * @param denied in what requests that are denied differ from it, in one thing each
     */
    record Examples(List<String> allowed, List<String> denied) {}

    /**
     * The claim is false.
     *
     * @param reason what was found
     * @param request one that violates the claim, a line for each of its parts; empty if an intended request is
     *     impossible
     */
    record Refuted(String claim, Duration time, String reason, List<String> request) implements Decision {}

    /**
     * The solver found a request that violates the claim, and the evaluation of that one request does not find it
     * allowed: one of the two is wrong, or the solver only approximates a condition. Nothing is proven.
     *
     * @param reason what was found
     * @param request that the solver found
     */
    record Undecided(String claim, Duration time, String reason, List<String> request) implements Decision {}
}
