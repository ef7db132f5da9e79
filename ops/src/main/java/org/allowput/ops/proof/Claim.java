package org.allowput.ops.proof;

import com.microsoft.z3.BoolExpr;
import java.util.List;

/**
 * A statement about all requests and all deployments.
 *
 * @param text what it says, in one sentence
 * @param violation a request that refutes it
 * @param intended requests that must be possible: without them, policies that allow nothing would prove anything
 */
record Claim(String text, BoolExpr violation, List<BoolExpr> intended) {
    Claim {
        intended = List.copyOf(intended);
    }
}
