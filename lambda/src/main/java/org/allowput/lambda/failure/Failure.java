package org.allowput.lambda.failure;

import org.allowput.contract.FailureCause;

/**
 * Why a replication failed.
 *
 * @param reason what was seen, and where it is not plain what to do
 * @param isPending whether the object may still become visible, minutes later: {@link PendingCompletionException}
 */
public record Failure(Cause cause, String reason, boolean isPending) {
    public Failure(Cause cause, String reason) {
        this(cause, reason, false);
    }

    Failure pending() {
        return new Failure(cause, reason, true);
    }

    /** What to make of a failure: a metric's dimension, a log level, an answer. */
    public enum Cause {
        /** The source was overwritten each time while it was copied. */
        SOURCE_CHANGED(FailureCause.SOURCE_CHANGED, true, false),
        /** Cut off, out of order for a while: the next attempt may succeed. */
        RETRYABLE(FailureCause.RETRYABLE, true, false),
        /** S3, STS or KMS asked for fewer requests: an attempt after some time may succeed. */
        THROTTLED(FailureCause.THROTTLED, true, false),
        PERMANENT(FailureCause.PERMANENT, false, true),
        /** One of the two buckets, or a key, refused the request: a policy or the key's state has to change. */
        ACCESS_DENIED(FailureCause.ACCESS_DENIED, true, true),
        /** The target account's role could not be assumed: an ExternalId or a policy has to change. */
        ASSUME_ROLE_DENIED(FailureCause.ASSUME_ROLE_DENIED, true, true),
        /** The time that the invocation has left does not suffice. */
        OUT_OF_TIME(FailureCause.OUT_OF_TIME, true, false);

        private final FailureCause label;
        private final boolean retryable;
        private final boolean needsAction;

        Cause(FailureCause label, boolean retryable, boolean needsAction) {
            this.label = label;
            this.retryable = retryable;
            this.needsAction = needsAction;
        }

        public String label() {
            return label.label();
        }

        /** Whether another attempt may succeed, after some time or after a policy or a key was changed. */
        public boolean retryable() {
            return retryable;
        }

        /** Whether a person has to act: logged as an error, not as a warning. */
        public boolean needsAction() {
            return needsAction;
        }
    }
}
