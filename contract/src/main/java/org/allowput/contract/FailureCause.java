package org.allowput.contract;

/** Why objects failed, as it reads in logs and in the dimension {@link MetricDimensions#CAUSE}. */
public enum FailureCause {
    SOURCE_CHANGED("SourceChanged"),
    RETRYABLE("Retryable"),
    THROTTLED("Throttled"),
    PERMANENT("Permanent"),
    ACCESS_DENIED("AccessDenied"),
    ASSUME_ROLE_DENIED("AssumeRoleDenied"),
    UNREADABLE_EVENT("UnreadableEvent"),
    OUT_OF_TIME("OutOfTime");

    private final String label;

    FailureCause(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
