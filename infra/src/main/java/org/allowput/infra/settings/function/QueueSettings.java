package org.allowput.infra.settings.function;

import org.allowput.contract.FunctionVariable;

public record QueueSettings(int batchSize, int functionConcurrency) {
    /**
     * Seconds between the end of a function that times out and the next delivery of its messages: docs/guarantees.md,
     * When a worker dies.
     */
    private static final int MARGIN = 30;

    /**
     * Seconds to wait for a full batch, without which Lambda accepts batches of at most 10:
     * https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
     */
    public int batchWindow() {
        return batchSize > 10 ? 1 : 0;
    }

    /** Objects of one invocation that are copied at a time. */
    public int concurrentCopies() {
        return Math.min(batchSize, FunctionVariable.MAX_CONCURRENT_COPIES.most());
    }

    /** Seconds until a message is delivered again whose function ended without a response. */
    public int visibilityTimeout(LambdaSettings function) {
        return function.timeoutSeconds() + batchWindow() + MARGIN;
    }
}
