package org.allowput.contract;

/** The metrics that the functions write to CloudWatch, by {@link MetricDimensions}: docs/commands.md#metrics. */
public enum FunctionMetric {
    OBJECTS_COPIED("ObjectsCopied"),
    BYTES_COPIED("BytesCopied"),
    OBJECTS_UNCONFIRMED("ObjectsUnconfirmed"),
    OBJECTS_SKIPPED("ObjectsSkipped"),
    /** Created, and gone before they were copied. */
    OBJECTS_GONE("ObjectsGone"),
    OBJECTS_EXISTING("ObjectsExisting"),
    OBJECTS_WAITING("ObjectsWaiting"),
    OBJECTS_REFUSED("ObjectsRefused"),
    /** In total, and once more by {@link FailureCause}. */
    OBJECTS_FAILED("ObjectsFailed"),
    WORKFLOWS_STARTED("WorkflowsStarted"),
    ASSUME_ROLE_DENIED("AssumeRoleDenied"),
    REPLICATION_LAG("ReplicationLag"),
    LARGE_OBJECT_BYTES("LargeObjectBytes"),
    REQUESTS("Requests"),
    REQUESTS_THROTTLED("RequestsThrottled"),
    REQUESTS_FAILED("RequestsFailed"),
    FAILED_MESSAGE_AGE("FailedMessageAge"),
    RETRIES_NOT_SCHEDULED("RetriesNotScheduled"),
    RECEIPTS_FAILED("ReceiptsFailed"),
    /**
     * The result of a look at the source bucket: 1 if it sends what this deployment needs, 0 if not. A look without a
     * result does not write it.
     */
    SOURCE_CONNECTED("SourceConnected"),
    /** Of the scheduled comparison. */
    OBJECTS_MISSING("ObjectsMissing"),
    /** Of the scheduled comparison. */
    OBJECTS_STALE("ObjectsStale"),
    /** Of the scheduled comparison: how long an object has waited for the required tag at most, in seconds. */
    LONGEST_WAIT("LongestWait");

    public static final String NAMESPACE = "AllowPutToS3";

    private final String id;

    FunctionMetric(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** As CloudWatch names it. */
    String unit() {
        return switch (this) {
            case BYTES_COPIED, LARGE_OBJECT_BYTES -> "Bytes";
            case REPLICATION_LAG -> "Milliseconds";
            case FAILED_MESSAGE_AGE, LONGEST_WAIT -> "Seconds";
            default -> "Count";
        };
    }
}
