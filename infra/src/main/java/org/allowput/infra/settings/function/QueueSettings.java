package org.allowput.infra.settings.function;

import org.allowput.contract.FunctionVariable;
import org.allowput.infra.settings.reading.DefaultValue;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsReader;

/**
 * The queue between bucket and function.
 *
 * @param batchSize messages per invocation
 * @param batchWindow seconds to wait for a full batch
 * @param functionConcurrency concurrent invocations by the queue
 * @param visibilityTimeout seconds until a message is delivered again whose function ended without a response
 * @param maxReceiveCount deliveries of a message before it goes to the dead-letter queue
 */
public record QueueSettings(
        int batchSize, int batchWindow, int functionConcurrency, int visibilityTimeout, int maxReceiveCount) {
    /**
     * Larger batches require a window: https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
     */
    private static final int MAX_BATCH_WITHOUT_WINDOW = 10;

    /**
     * Seconds between the end of a function that times out and the next delivery of its messages: docs/guarantees.md,
     * When a worker dies.
     */
    private static final int MARGIN = 30;

    /** Seconds. */
    private static final int MAX_VISIBILITY = 43_200;

    public static QueueSettings read(SettingsReader reader, int functionTimeout) {
        int batchSize = reader.value(
                "batchSize",
                SettingType.integer(1, 10_000, "messages"),
                10,
                "Messages per invocation. More than 10 require `queue.batchWindowSeconds`");
        int batchWindow = reader.value(
                "batchWindowSeconds",
                SettingType.integer(0, 300, "seconds").forExperts(),
                0,
                "How long to wait for a full batch. With 0, objects are copied immediately");
        int concurrency = reader.value(
                "functionConcurrency",
                SettingType.integer(2, 1000, "invocations"),
                20,
                "Concurrent invocations by the queue");
        int visibility = reader.value(
                "visibilityTimeoutSeconds",
                SettingType.integer(30, MAX_VISIBILITY, "seconds").forExperts(),
                new DefaultValue<>(
                        functionTimeout + batchWindow + MARGIN,
                        "`function.timeoutSeconds` plus `queue.batchWindowSeconds` plus " + MARGIN),
                "Messages of a crashed function return after this, other failed ones "
                        + "[earlier](operations.md#retries). At least the function's timeout");
        int maxReceiveCount = reader.value(
                "maxReceiveCount",
                SettingType.integer(FunctionVariable.MAX_RECEIVE_COUNT, "deliveries")
                        .forExperts(),
                FunctionVariable.MAX_RECEIVE_COUNT.byDefault(),
                "Deliveries of a message before it is a dead letter: [how long that "
                        + "takes](operations.md#retries)");
        reader.rejectUnknown();
        if (batchSize > MAX_BATCH_WITHOUT_WINDOW && batchWindow == 0) {
            reader.error(
                    "batchWindowSeconds",
                    batchWindow,
                    "at least 1, because batchSize is greater than " + MAX_BATCH_WITHOUT_WINDOW);
        }
        if (visibility < functionTimeout) {
            reader.error(
                    "visibilityTimeoutSeconds", visibility, "at least function.timeoutSeconds, " + functionTimeout);
        }
        return new QueueSettings(batchSize, batchWindow, concurrency, visibility, maxReceiveCount);
    }
}
