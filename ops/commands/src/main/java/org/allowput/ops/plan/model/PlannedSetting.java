package org.allowput.ops.plan.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.allowput.contract.FunctionVariable;

/**
 * The settings that decide how much is copied at what cost, by their paths in cdk.json. A default that is empty means
 * none. docs/settings.md, which is made of the settings themselves, has the same defaults.
 */
public enum PlannedSetting {
    TRIGGER("trigger", "sqs"),
    SOURCE_REGION("source.region", "us-east-1"),
    REQUIRED_TAG("source.requiredTag", ""),
    TARGET_REGION("target.region", "us-east-1"),
    BATCH_SIZE("queue.batchSize", "10"),
    FUNCTION_CONCURRENCY("queue.functionConcurrency", "20"),
    CONCURRENT_COPIES("function.maxConcurrentCopies", FunctionVariable.MAX_CONCURRENT_COPIES),
    PACE("function.expectedMiBPerSecond", FunctionVariable.EXPECTED_MIB_PER_SECOND),
    MEMORY("function.memoryMiB", "1769"),
    ARCHITECTURE("function.architecture", "arm64"),
    RESERVED_CONCURRENCY("function.reservedConcurrency", ""),
    LARGE_OBJECTS("largeObjects.enabled", "true"),
    LARGE_THRESHOLD("largeObjects.thresholdMiB", FunctionVariable.LARGE_OBJECTS_THRESHOLD_MIB),
    LARGE_RESERVED_CONCURRENCY("largeObjects.reservedConcurrency", ""),
    REPLICATE_TAGS("optIns.replicateTags", "false"),
    NARROW_SESSIONS("optIns.narrowSessions", "false"),
    RECEIPTS("receipts.enabled", "false"),
    RECEIPTS_KEPT("receipts.keptDays", "90"),
    DELIVER_RECEIPTS("receipts.deliverTo", ""),
    SCHEDULE("reconcile.schedule", ""),
    OBJECTS_PER_DAY("alarms.objectsPerDay", "");

    private final String path;
    private final String byDefault;

    PlannedSetting(String path, String byDefault) {
        this.path = path;
        this.byDefault = byDefault;
    }

    PlannedSetting(String path, FunctionVariable variable) {
        this(path, Integer.toString(variable.byDefault()));
    }

    public String path() {
        return path;
    }

    public String byDefault() {
        return byDefault;
    }

    public static Optional<PlannedSetting> at(String path) {
        return Arrays.stream(values()).filter(each -> each.path.equals(path)).findFirst();
    }

    public static List<String> paths() {
        return Arrays.stream(values()).map(PlannedSetting::path).toList();
    }
}
