package org.allowput.infra.settings.function;

import java.util.Optional;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsGroup;
import org.allowput.infra.settings.reading.Values;

/** The queue between bucket and function. */
public final class QueueSettings {
    public static final SettingsGroup GROUP = new SettingsGroup("queue");
    public static final SettingsGroup POLLERS = new SettingsGroup("pollers");

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
            .byDefault(10, "Messages per invocation. More than 10 wait for up to a second");
    public static final Setting<Integer> FUNCTION_CONCURRENCY = GROUP.setting(
                    "functionConcurrency", SettingType.integer(2, 1000, "invocations"))
            .byDefault(20, "Concurrent invocations by the queue");
    /**
     * More scale faster than those that Lambda chooses, and cost money while they wait.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_ProvisionedPollerConfig.html">
     *     ProvisionedPollerConfig</a>
     */
    public static final Setting<Optional<Integer>> MINIMUM_POLLERS = POLLERS.setting(
                    "minimum", SettingType.integer(2, 200, "pollers"))
            .forExperts()
            .optional(
                    "none: Lambda chooses",
                    "The least [provisioned pollers](#networks), of 200 at most. Each invokes the function up to ten"
                            + " times at a time. Excludes `queue.functionConcurrency`");

    private QueueSettings() {}

    /** Seconds to wait for a full batch. */
    public static int batchWindow(Values values) {
        return values.get(BATCH_SIZE) > MAX_BATCH_WITHOUT_WINDOW ? 1 : 0;
    }

    /** Seconds until a message is delivered again whose function ended without a response. */
    public static int visibilityTimeout(Values values) {
        return values.get(ReplicationFunctionSettings.TIMEOUT) + batchWindow(values) + MARGIN;
    }
}
