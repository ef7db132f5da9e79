package org.allowput.infra.settings.function;

import java.util.Optional;
import org.allowput.contract.FunctionVariable;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsGroup;
import org.allowput.infra.settings.reading.Values;

/** The queue between bucket and function. */
public final class QueueSettings {
    public static final SettingsGroup GROUP = new SettingsGroup("queue");
    /** Provisioned pollers scale faster than those that Lambda chooses, and cost money while they wait. */
    public static final SettingsGroup POLLERS = new SettingsGroup("pollers");

    /**
     * Larger batches require a window: https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
     */
    public static final int MAX_BATCH_WITHOUT_WINDOW = 10;

    /**
     * Seconds between the end of a function that times out and the next delivery of its messages: docs/guarantees.md,
     * When a worker dies.
     */
    private static final int MARGIN = 30;

    public static final Setting<Integer> BATCH_SIZE = GROUP.setting(
                    "batchSize", SettingType.integer(1, 10_000, "messages"))
            .byDefault(10, "Messages per invocation. More than 10 require `queue.batchWindowSeconds`");
    public static final Setting<Integer> BATCH_WINDOW = GROUP.setting(
                    "batchWindowSeconds", SettingType.integer(0, 300, "seconds"))
            .forExperts()
            .byDefault(0, "How long to wait for a full batch. With 0, objects are copied immediately");
    public static final Setting<Integer> FUNCTION_CONCURRENCY = GROUP.setting(
                    "functionConcurrency", SettingType.integer(2, 1000, "invocations"))
            .byDefault(20, "Concurrent invocations by the queue");
    public static final Setting<Integer> VISIBILITY_TIMEOUT = GROUP.setting(
                    "visibilityTimeoutSeconds", SettingType.integer(30, 43_200, "seconds"))
            .forExperts()
            .byDefault(
                    values -> values.get(ReplicationFunctionSettings.TIMEOUT) + values.get(BATCH_WINDOW) + MARGIN,
                    "`function.timeoutSeconds` plus `queue.batchWindowSeconds` plus " + MARGIN,
                    "Messages of a crashed function return after this, other failed ones "
                            + "[earlier](operations.md#retries). At least the function's timeout");
    public static final Setting<Integer> MAX_RECEIVE_COUNT = GROUP.number(
            "maxReceiveCount",
            FunctionVariable.MAX_RECEIVE_COUNT,
            "deliveries",
            "Deliveries of a message before it is a dead letter: [how long that takes](operations.md#retries)");

    private static final String LAMBDA_CHOOSES = "none: Lambda chooses";
    /** https://docs.aws.amazon.com/lambda/latest/api/API_ProvisionedPollerConfig.html */
    public static final Setting<Optional<Integer>> MINIMUM_POLLERS = POLLERS.setting(
                    "minimum", SettingType.integer(2, 200, "pollers"))
            .forExperts()
            .optional(
                    LAMBDA_CHOOSES, "The least [provisioned pollers](#networks). Excludes `queue.functionConcurrency`");

    public static final Setting<Optional<Integer>> MAXIMUM_POLLERS = POLLERS.setting(
                    "maximum", SettingType.integer(2, 2000, "pollers"))
            .forExperts()
            .optional(LAMBDA_CHOOSES, "The most. Each invokes the function up to ten times at a time");

    private QueueSettings() {}

    public static int minimumPollers(Values values) {
        return values.get(MINIMUM_POLLERS).orElse(2);
    }

    public static int maximumPollers(Values values) {
        return values.get(MAXIMUM_POLLERS).orElse(200);
    }

    public static boolean hasPollers(Values values) {
        return values.get(MINIMUM_POLLERS).isPresent()
                || values.get(MAXIMUM_POLLERS).isPresent();
    }
}
