package org.allowput.infra.settings.sourceaccount;

import java.util.Locale;

/** A way in which the function receives the events of the source bucket. */
public enum Trigger {
    /** Bucket, queue, function: the default. */
    SQS,
    /** Bucket, function. Each event is one invocation. When it fails, Lambda sends the event to the queue. */
    S3,
    /** Bucket, EventBridge, queue, function. Leaves the bucket's notification configuration to others. */
    EVENTBRIDGE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
