package org.allowput.infra.settings;

/**
 * The queue between bucket and function.
 *
 * @param batchSize messages of one invocation
 * @param batchWindow seconds to wait for a fuller batch
 * @param functionConcurrency invocations that the queue may have running at a time
 * @param visibilityTimeout seconds until a message that was not copied is tried again
 * @param maxReceiveCount deliveries of a message before it goes to the dead-letter queue
 */
public record QueueSettings(
        int batchSize, int batchWindow, int functionConcurrency, int visibilityTimeout, int maxReceiveCount) {
    /** Six times the function's timeout: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
    private static final int TIMEOUTS_UNTIL_VISIBLE = 6;
    /**
     * Batches above this need a window: https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
     */
    private static final int LARGEST_BATCH_WITHOUT_WINDOW = 10;

    static QueueSettings read(Section section, Findings findings, int functionTimeout) {
        int batchSize = section.value("batchSize", Shape.number(1, 10_000, "messages"), 10);
        int batchWindow = section.value("batchWindowSeconds", Shape.number(0, 300, "seconds"), 0);
        int concurrency = section.value("functionConcurrency", Shape.number(2, 1000, ""), 20);
        int visibility = section.value(
                "visibilityTimeoutSeconds",
                Shape.number(30, 43_200, "seconds"),
                TIMEOUTS_UNTIL_VISIBLE * functionTimeout,
                "six times `function.timeoutSeconds`");
        int maxReceiveCount = section.value("maxReceiveCount", Shape.number(1, 1000, ""), 5);
        section.end();
        if (batchSize > LARGEST_BATCH_WITHOUT_WINDOW && batchWindow == 0) {
            findings.problem(
                    "replication.queue.batchWindowSeconds: seen 0, expected at least 1 where batchSize is above %d"
                            .formatted(LARGEST_BATCH_WITHOUT_WINDOW));
        }
        if (visibility < functionTimeout) {
            findings.problem(
                    "replication.queue.visibilityTimeoutSeconds: seen %d, expected at least the function's timeout, %d"
                            .formatted(visibility, functionTimeout));
        }
        return new QueueSettings(batchSize, batchWindow, concurrency, visibility, maxReceiveCount);
    }
}
