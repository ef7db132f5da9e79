package org.allowput.infra.settings.function;

import java.util.Optional;
import org.allowput.contract.FunctionVariable;
import org.allowput.infra.settings.account.DeploymentSettings;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsGroup;
import org.allowput.infra.settings.value.FunctionArchitecture;
import org.allowput.infra.settings.value.StorageClass;

/** The function. */
public final class ReplicationFunctionSettings {
    public static final SettingsGroup GROUP = new SettingsGroup("function");

    /** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
    static final SettingType<String> NAME_TYPE =
            SettingType.matching("[A-Za-z0-9_-]{1,64}", "the name of a function: 1 to 64 of letters, digits, - and _");

    static final SettingType<Integer> CONCURRENCY_TYPE = SettingType.integer(1, 10_000, "invocations");

    /** Seconds: three times what the largest object that the function copies itself takes. */
    private static final int SHORT_TIMEOUT = 300;
    /** Seconds: Lambda's maximum. */
    private static final int LARGEST_TIMEOUT = 900;

    private static final String REQUIRED_ELSEWHERE = "required in partitions other than aws, aws-cn and aws-us-gov";

    public static final Setting<String> NAME = GROUP.setting("name", NAME_TYPE)
            .byDefault(
                    values -> values.get(DeploymentSettings.NAME).appendedTo("ReplicateObjects"),
                    "`ReplicateObjects`; with a `name`: `ReplicateObjects-<name>`",
                    "The function's name");
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
    public static final Setting<Integer> CONCURRENT_COPIES = GROUP.number(
            "maxConcurrentCopies",
            FunctionVariable.MAX_CONCURRENT_COPIES,
            "objects",
            "Objects copied at a time in one invocation");
    public static final Setting<Integer> PACE = GROUP.number(
            "expectedMiBPerSecond",
            FunctionVariable.EXPECTED_MIB_PER_SECOND,
            "MiB/s",
            "The rate that one invocation achieves. An object that would need longer than the "
                    + "timeout at this rate is refused");
    public static final Setting<Optional<Integer>> RESERVED_CONCURRENCY = GROUP.setting(
                    "reservedConcurrency", CONCURRENCY_TYPE)
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
}
