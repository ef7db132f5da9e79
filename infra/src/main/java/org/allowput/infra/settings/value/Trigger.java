package org.allowput.infra.settings.value;

import org.allowput.infra.settings.reading.SettingType;

/** How the function receives the events of the source bucket. */
public enum Trigger {
    /** Bucket, queue, function: the default. */
    SQS("sqs"),
    /** Bucket, function. Each event is one invocation. When it fails, Lambda sends the event to the queue. */
    S3("s3"),
    /** Bucket, EventBridge, queue, function. Leaves the bucket's notification configuration to others. */
    EVENTBRIDGE("eventbridge");

    public static final SettingType<Trigger> TYPE = SettingType.enumeration(Trigger.class);

    private final String text;

    Trigger(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
