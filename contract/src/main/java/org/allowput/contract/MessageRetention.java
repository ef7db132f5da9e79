package org.allowput.contract;

import java.time.Duration;

/** SQS keeps messages for these periods: an object that was not copied can be copied for its event as long. */
public final class MessageRetention {
    public static final Duration QUEUE = Duration.ofDays(7);
    /** The maximum. SQS counts from the time when a message was first sent, so this exceeds the queue's. */
    public static final Duration DEAD_LETTERS = Duration.ofDays(14);

    private MessageRetention() {}
}
