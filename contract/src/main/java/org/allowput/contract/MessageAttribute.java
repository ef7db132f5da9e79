package org.allowput.contract;

/**
 * The attributes of messages that the function itself has sent, to its queue again or to the dead-letter queue, and of
 * those that Lambda has sent to the queue.
 */
public final class MessageAttribute {
    /** Of a message that was sent again: how often it was delivered before. */
    public static final String DELIVERIES = "Deliveries";
    /** Of a message that was sent again: when it was first sent, in milliseconds since 1970. */
    public static final String FIRST_SENT = "FirstSent";
    /**
     * Of a message that was sent again: the receipt handle of the message whose place it takes, in the same queue. The
     * old message is still there if SQS's answer to the sending did not arrive.
     */
    public static final String REPLACED = "ReplacedReceiptHandle";
    /** Of a dead letter: the id that the log names the message by. */
    public static final String MESSAGE_ID = "MessageId";
    /** Of a dead letter: why it cannot succeed. */
    public static final String REASON = "Reason";

    /**
     * Of an event that Lambda has sent to the queue, because its asynchronous invocation failed: the id of that
     * invocation.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-dlq">
     *     Dead-letter queues</a>
     */
    public static final String REQUEST_ID = "RequestID";
    /** Of such an event: the error's message, up to 1 KB. */
    public static final String ERROR_MESSAGE = "ErrorMessage";

    private MessageAttribute() {}
}
