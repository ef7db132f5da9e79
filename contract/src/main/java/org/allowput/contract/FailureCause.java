package org.allowput.contract;

/** A failure has one of these causes, which the log and the dimension {@link MetricDimensions#CAUSE} state. */
public enum FailureCause {
    /** The source was overwritten each time while it was copied. */
    SOURCE_CHANGED("SourceChanged", true, false),
    /** Cut off, out of order for a while: the next attempt may succeed. */
    RETRYABLE("Retryable", true, false),
    /** S3, STS or KMS asked for fewer requests: an attempt after some time may succeed. */
    THROTTLED("Throttled", true, false),
    PERMANENT("Permanent", false, true),
    /** One of the two buckets, or a key, refused the request: a policy or the key's state has to change. */
    ACCESS_DENIED("AccessDenied", true, true),
    /** The target account's role could not be assumed: an ExternalId or a policy has to change. */
    ASSUME_ROLE_DENIED("AssumeRoleDenied", true, true),
    UNREADABLE_EVENT("UnreadableEvent", false, true),
    /** The time that the invocation has left does not suffice. */
    OUT_OF_TIME("OutOfTime", true, false);

    private final String label;
    private final boolean retryable;
    private final boolean needsAction;

    FailureCause(String label, boolean retryable, boolean needsAction) {
        this.label = label;
        this.retryable = retryable;
        this.needsAction = needsAction;
    }

    public String label() {
        return label;
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
