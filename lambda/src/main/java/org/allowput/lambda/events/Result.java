package org.allowput.lambda.events;

/** How one delivery ended. */
public sealed interface Result {
    /**
     * Everything in it is copied or skipped.
     *
     * @param message what was done, for the sender to keep
     */
    record Done(String message) implements Result {}

    /**
     * Something in it failed, or was not started, and may succeed when it is delivered again.
     *
     * @param cause what failed
     */
    record Retry(String cause) implements Result {}

    /**
     * Something in it failed for good: delivered again it would fail again. Where the sender does not tell the two
     * apart (a queue, an asynchronous invocation) it is delivered again nevertheless, and ends in the dead-letter
     * queue.
     *
     * @param cause what failed
     */
    record Failed(String cause) implements Result {}
}
