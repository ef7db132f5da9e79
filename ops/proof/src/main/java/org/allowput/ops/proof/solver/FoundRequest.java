package org.allowput.ops.proof.solver;

import java.util.Optional;
import org.allowput.policy.Request;

/**
 * A request that a question asks for.
 *
 * @param doubt why the evaluation without formulas does not confirm it: a condition is only approximated, or one of the
 *     two is wrong
 */
public record FoundRequest(Request request, Optional<String> doubt) {
    public boolean isConfirmed() {
        return doubt.isEmpty();
    }
}
