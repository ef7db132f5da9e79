package org.allowput.infra.settings.function;

import org.allowput.contract.FunctionVariable;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsGroup;
import org.allowput.infra.settings.reading.Values;

/** The queue between bucket and function. */
public final class QueueSettings {
    public static final SettingsGroup GROUP = new SettingsGroup("queue");

    /**
     * Larger batches require a window: https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
     */
    private static final int MAX_BATCH_WITHOUT_WINDOW = 10;

    /**
     * Seconds between the end of a function that times out and the next delivery of its messages: docs/guarantees.md,
     * When a worker dies.
     */
    private static final int MARGIN = 30;

    public static final Setting<Integer> BATCH_SIZE = GROUP.setting(
                    "batchSize", SettingType.integer(1, 10_000, "messages"))
            .byDefault(
                    10,
                    "Messages per invocation, of which up to %d are copied at a time. More than 10 wait for up to a second"
                            .formatted(FunctionVariable.MAX_CONCURRENT_COPIES.most()));
    public static final Setting<Integer> FUNCTION_CONCURRENCY = GROUP.setting(
                    "functionConcurrency", SettingType.integer(2, 1000, "invocations"))
            .byDefault(20, "Concurrent invocations by the queue");

    private QueueSettings() {}

    /** Seconds to wait for a full batch. */
    public static int batchWindow(Values values) {
        return values.get(BATCH_SIZE) > MAX_BATCH_WITHOUT_WINDOW ? 1 : 0;
    }

    /** Objects of one invocation that are copied at a time. */
    public static int concurrentCopies(Values values) {
        return Math.min(values.get(BATCH_SIZE), FunctionVariable.MAX_CONCURRENT_COPIES.most());
    }

    /** Seconds until a message is delivered again whose function ended without a response. */
    public static int visibilityTimeout(Values values) {
        return values.get(ReplicationFunctionSettings.TIMEOUT) + batchWindow(values) + MARGIN;
    }
}
