package org.allowput.infra.settings.function;

import java.util.Optional;
import org.allowput.contract.FunctionVariable;
import org.allowput.infra.settings.account.DeploymentSettings;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsGroup;
import org.allowput.infra.settings.reading.Values;
import org.allowput.infra.settings.value.FunctionArchitecture;
import org.allowput.infra.settings.value.StorageClass;

/** The function. */
public final class ReplicationFunctionSettings {
    public static final SettingsGroup GROUP = new SettingsGroup("function");

    /** The name of the function in a deployment without a name. */
    public static final String DEFAULT_NAME = "ReplicateObjects";

    /** Seconds: three times what the largest object that the function copies itself takes. */
    private static final int SHORT_TIMEOUT = 300;
    /** Seconds: Lambda's maximum. */
    private static final int LARGEST_TIMEOUT = 900;

    private static final String REQUIRED_ELSEWHERE = "required in partitions other than aws, aws-cn and aws-us-gov";

    public static final Setting<FunctionArchitecture> ARCHITECTURE = GROUP.setting(
                    "architecture", FunctionArchitecture.TYPE)
            .byDefault(
                    others -> FunctionArchitecture.ARM64,
                    "`arm64`; " + REQUIRED_ELSEWHERE,
                    "The function's [instruction"
                            + " set](https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html). arm64 costs"
                            + " 20 % less, but not every Region has it");
    /** Whether new environments start from a snapshot. */
    public static final Setting<Boolean> SNAP_START = GROUP.setting("snapStart", SettingType.bool())
            .byDefault(
                    others -> true,
                    "`true`; " + REQUIRED_ELSEWHERE,
                    "Starts new environments from a"
                            + " [snapshot](https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html), which is"
                            + " several times faster, where the [Region](#regions-and-partitions) has it");

    public static final Setting<Integer> MEMORY = GROUP.setting("memoryMiB", SettingType.integer(512, 10_240, "MiB"))
            .byDefault(1769, "The function's memory. Lambda allocates one vCPU at 1769 MiB");
    public static final Setting<Integer> TIMEOUT = GROUP.setting(
                    "timeoutSeconds", SettingType.integer(30, LARGEST_TIMEOUT, "seconds"))
            .byDefault(
                    values -> values.get(LargeObjectSettings.ENABLED) ? SHORT_TIMEOUT : LARGEST_TIMEOUT,
                    "`%d`; `%d` if `largeObjects.enabled` is `false`".formatted(SHORT_TIMEOUT, LARGEST_TIMEOUT),
                    "The function's timeout. Without the workflow, it limits how large an object can be");
    public static final Setting<Optional<Integer>> RESERVED_CONCURRENCY = GROUP.setting(
                    "reservedConcurrency", SettingType.integer(1, 10_000, "invocations"))
            .optional(
                    "none: the account's unreserved concurrency",
                    "[Reserved"
                        + " concurrency](https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html),"
                        + " and the limit, the only one for the trigger `s3`. At least `queue.functionConcurrency`");
    public static final Setting<Optional<StorageClass>> STORAGE_CLASS = GROUP.setting("storageClass", StorageClass.TYPE)
            .variable(FunctionVariable.STORAGE_CLASS)
            .optional(
                    "the target bucket's default", "The storage class of copies. `PRESERVE` uses the source object's");

    private ReplicationFunctionSettings() {}

    /** The name of the function. */
    public static String name(Values values) {
        return values.get(DeploymentSettings.NAME).appendedTo(DEFAULT_NAME);
    }
}
