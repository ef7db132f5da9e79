package org.allowput.lambda.failure;

import org.allowput.contract.FailureCause;

/**
 * Why a replication failed.
 *
 * @param reason what was seen, and where it is not plain what to do
 * @param isPending whether the object may still become visible, minutes later: {@link PendingCompletionException}
 */
public record Failure(FailureCause cause, String reason, boolean isPending) {
    public Failure(FailureCause cause, String reason) {
        this(cause, reason, false);
    }

    Failure pending() {
        return new Failure(cause, reason, true);
    }
}
