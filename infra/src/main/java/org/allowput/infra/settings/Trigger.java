package org.allowput.infra.settings;

/** How the function hears of an object in the source bucket. */
public enum Trigger {
    /** Bucket, queue, function: the default. */
    SQS("sqs"),
    /** Bucket, function: one hop less, and no batches. What has failed three times goes to the queue. */
    S3("s3"),
    /** Bucket, EventBridge, queue, function: leaves the bucket's own notifications to others. */
    EVENTBRIDGE("eventbridge");

    static final Shape<Trigger> SHAPE = Shape.of("sqs, s3 or eventbridge", Trigger::of);

    private final String text;

    Trigger(String text) {
        this.text = text;
    }

    private static Trigger of(String text) {
        for (Trigger trigger : values()) {
            if (trigger.text.equals(text)) {
                return trigger;
            }
        }
        throw new IllegalArgumentException("no trigger " + text);
    }

    @Override
    public String toString() {
        return text;
    }
}
