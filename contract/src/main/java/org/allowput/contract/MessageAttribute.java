package org.allowput.contract;

/** The attributes of messages that the function itself has sent, to its queue again or to the dead-letter queue. */
public final class MessageAttribute {
    /** Of a message that was sent again: how often it was delivered before. */
    public static final String DELIVERIES = "Deliveries";
    /** Of a message that was sent again: when it was first sent, in milliseconds since 1970. */
    public static final String FIRST_SENT = "FirstSent";
    /** Of a dead letter: the id that the log names the message by. */
    public static final String MESSAGE_ID = "MessageId";
    /** Of a dead letter: why it cannot succeed. */
    public static final String REASON = "Reason";

    private MessageAttribute() {}
}
