package org.allowput.ops.proof.solver;

import com.microsoft.z3.BoolExpr;
import java.util.List;

/**
 * A statement about all requests and all deployments.
 *
 * @param text what it says, in one sentence
 * @param ofRequests whether a request refutes it; otherwise, what the template says
 * @param violation requests that refute it
 * @param intended requests that must be possible: without them, policies that allow nothing would prove anything
 */
public record Claim(String text, boolean ofRequests, BoolExpr violation, List<BoolExpr> intended) {
    public Claim {
        intended = List.copyOf(intended);
    }

    public Claim(String text, BoolExpr violation, List<BoolExpr> intended) {
        this(text, true, violation, intended);
    }

    /** A statement about what the template says, which some values of the parameters may violate. */
    public static Claim ofTemplate(String text, BoolExpr violation) {
        return new Claim(text, false, violation, List.of());
    }
}
