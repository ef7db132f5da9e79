package org.allowput.lambda.copy;

import java.util.Optional;
import org.allowput.lambda.failure.Failure;

/**
 * A copy that was found to be what the source holds.
 *
 * @param versions which version was copied, and what it became
 */
public record ConfirmedCopy(String sourceKey, String targetKey, Outcome.Versions versions) {
    /**
     * What is done then, before the event is acknowledged. If it fails, or the function ends before it, the object is
     * copied again, and it is done then: it may be done more than once, and never without a copy.
     */
    @FunctionalInterface
    public interface Action {
        Action NONE = copy -> Optional.empty();

        /** Never throws an exception of the SDK: returns why it was not done. */
        Optional<Failure> run(ConfirmedCopy copy);
    }
}
