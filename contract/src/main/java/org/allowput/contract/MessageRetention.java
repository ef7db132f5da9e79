package org.allowput.contract;

import java.time.Duration;

/** How long SQS keeps messages, which is how long an object that was not copied can still be copied for its event. */
public final class MessageRetention {
    public static final Duration QUEUE = Duration.ofDays(7);
    /** The maximum. SQS counts from the time when a message was first sent, so this exceeds the queue's. */
    public static final Duration DEAD_LETTERS = Duration.ofDays(14);

    private MessageRetention() {}
}
