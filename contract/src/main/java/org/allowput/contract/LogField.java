package org.allowput.contract;

/** Fields of the function's log lines about events, by which commands read them. */
public final class LogField {
    /** A label of {@code receipt.OutcomeLabel}. */
    public static final String OUTCOME = "outcome";

    public static final String SOURCE_BUCKET = "sourceBucket";
    public static final String SOURCE_KEY = "sourceKey";
    public static final String TARGET_BUCKET = "targetBucket";
    /** Of all outcomes but those for which no copy was tried. */
    public static final String TARGET_KEY = "targetKey";

    /** Entity tag of the version that was copied, without quotes. */
    public static final String E_TAG = "eTag";

    /** From the event to the line, in milliseconds, of copies and deletions whose event tells its time. */
    public static final String LAG_MILLIS = "lagMillis";

    /** A {@link FailureCause}, of failures only. */
    public static final String CAUSE = "cause";

    public static final String REASON = "reason";

    /** A label of {@code connection.LinkState}, of looks at the source bucket only. */
    public static final String CONNECTION = "connection";

    /** ARN of the workflow's execution. */
    public static final String EXECUTION = "execution";

    public static final String DELIVERY_ID = "deliveryId";
    public static final String REQUEST_ID = "requestId";

    private LogField() {}
}
