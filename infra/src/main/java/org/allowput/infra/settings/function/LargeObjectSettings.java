package org.allowput.infra.settings.function;

import org.allowput.contract.FunctionVariable;
import org.allowput.infra.settings.account.BucketSettings;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsGroup;
import org.allowput.infra.settings.reading.Values;

/** The workflow that copies objects which are larger than one invocation copies. */
public final class LargeObjectSettings {
    public static final SettingsGroup GROUP = new SettingsGroup("largeObjects");

    /** MiB per second that one invocation is expected to copy. */
    public static final int PACE = FunctionVariable.EXPECTED_MIB_PER_SECOND.byDefault();

    /** Ranges of one object that are copied at a time. */
    public static final int CONCURRENT_RANGES = 16;

    /** Seconds that a range takes at the expected rate: a third of the largest timeout. */
    private static final int USUAL_SECONDS = 300;
    /** MiB: the largest object that one PUT can make, and so the largest whose MD5 can be compared. */
    private static final int USUAL_THRESHOLD = 5120;

    /** Days, the unit of S3, that suffice for a copy by one invocation, which ends within 15 minutes. */
    public static final int ONE_INVOCATION_DAYS = 1;

    /** Days that a copy may take: twice what the largest object takes in 16 ranges at 12 MiB/s. */
    public static final int TIMEOUT_DAYS = 6;

    /** Otherwise an object that does not fit into the function's time is refused. */
    public static final Setting<Boolean> ENABLED = GROUP.setting("enabled", SettingType.bool())
            .byDefault(
                    true,
                    "Copies [large objects](architecture.md#large-objects) in parallel. If `false`, one "
                            + "that does not fit into an invocation is refused");

    public static final BucketSettings BUCKET = BucketSettings.ofOption(
            GROUP, "large", ENABLED, "The bucket for the results of the workflow's tasks alone");
    public static final Setting<Integer> THRESHOLD = GROUP.setting(
                    "thresholdMiB", SettingType.integer(FunctionVariable.LARGE_OBJECTS_THRESHOLD_MIB, "MiB"))
            .variable(FunctionVariable.LARGE_OBJECTS_THRESHOLD_MIB)
            .forExperts()
            .byDefault(
                    values -> Math.min(USUAL_THRESHOLD, largest(values)),
                    "`" + USUAL_THRESHOLD + "`, or less if `function.timeoutSeconds` is short",
                    "The largest object that the function copies itself, within `function.timeoutSeconds` "
                            + "at %d MiB/s".formatted(PACE));
    public static final Setting<Integer> RANGE = GROUP.setting(
                    "rangeMiB", SettingType.integer(FunctionVariable.LARGE_OBJECTS_RANGE_MIB, "MiB"))
            .variable(FunctionVariable.LARGE_OBJECTS_RANGE_MIB)
            .forExperts()
            .byDefault(
                    USUAL_SECONDS * PACE,
                    "What one invocation of the workflow's function copies, in whole parts: in %d seconds at %d MiB/s"
                            .formatted(USUAL_SECONDS, PACE));

    private LargeObjectSettings() {}

    /** The name of the workflow and of its function. */
    public static String name(Values values) {
        return ReplicationFunctionSettings.name(values) + "-large-objects";
    }

    /** MiB of a part: a range has whole ones. An object of more than 10,000 of them has larger parts. */
    public static int partSize(Values values) {
        return Math.min(FunctionVariable.PART_SIZE_MIB.byDefault(), values.get(RANGE));
    }

    /** MiB of the largest object that the function has the time for. */
    public static int largest(Values values) {
        return PACE
                * (values.get(ReplicationFunctionSettings.TIMEOUT) - FunctionVariable.TIME_RESERVE_SECONDS.byDefault());
    }

    /**
     * Days that results and the parts of incomplete uploads in account A are kept: longer than the longest copy.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html">
     *     Incomplete uploads</a>
     */
    public static int keptDays(Values values) {
        return values.get(ENABLED) ? TIMEOUT_DAYS + ONE_INVOCATION_DAYS : ONE_INVOCATION_DAYS;
    }
}
