package org.allowput.infra.settings;

/**
 * The queue between bucket and function.
 *
 * @param batchSize messages per invocation
 * @param batchWindow seconds to wait for a full batch
 * @param functionConcurrency concurrent invocations by the queue
 * @param visibilityTimeout seconds until a message that was not copied is delivered again
 * @param maxReceiveCount deliveries of a message before it goes to the dead-letter queue
 */
public record QueueSettings(
        int batchSize, int batchWindow, int functionConcurrency, int visibilityTimeout, int maxReceiveCount) {
    /** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
    private static final int RECOMMENDED_TIMEOUTS = 6;
    /**
     * Larger batches require a window: https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
     */
    private static final int MAX_BATCH_WITHOUT_WINDOW = 10;

    static QueueSettings read(SettingsReader reader, int functionTimeout) {
        int batchSize = reader.value(
                "batchSize",
                SettingType.integer(1, 10_000, "messages"),
                10,
                "Messages per invocation. More than 10 require `queue.batchWindowSeconds`. Where objects"
                        + " take minutes each, choose fewer than `queue.maxReceiveCount`");
        int batchWindow = reader.value(
                "batchWindowSeconds",
                SettingType.integer(0, 300, "seconds"),
                0,
                "How long to wait for a full batch. With 0, objects are copied immediately");
        int concurrency = reader.value(
                "functionConcurrency",
                SettingType.integer(2, 1000, "invocations"),
                20,
                "Concurrent invocations by the queue. Keeps a burst of uploads from using the account's whole Lambda"
                        + " concurrency");
        int visibility = reader.value(
                "visibilityTimeoutSeconds",
                SettingType.integer(30, 43_200, "seconds"),
                new DefaultValue<>(RECOMMENDED_TIMEOUTS * functionTimeout, "six times `function.timeoutSeconds`"),
                "A message that was not copied is delivered again after this. AWS recommends [six times the function's"
                    + " timeout](https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html), and Lambda"
                    + " requires at least the timeout");
        int maxReceiveCount = reader.value(
                "maxReceiveCount",
                SettingType.integer(1, 1000, "deliveries"),
                5,
                "Deliveries of a message before it goes to the dead-letter queue. AWS recommends [at least"
                        + " five](https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html), so that"
                        + " throttling alone does not fill it");
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
