package org.allowput.infra.settings.function;

import java.util.Optional;
import org.allowput.contract.FunctionVariable;
import org.allowput.infra.settings.reading.DefaultValue;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsReader;
import org.allowput.infra.settings.value.DeploymentName;
import org.allowput.infra.settings.value.FunctionArchitecture;
import org.allowput.infra.settings.value.FunctionName;
import org.allowput.infra.settings.value.Region;
import org.allowput.infra.settings.value.RegionalFeatures;
import org.allowput.infra.settings.value.StorageClass;

/**
 * The function.
 *
 * @param name of the function; its alias is {@code live}
 * @param architecture its instruction set
 * @param snapStart whether new environments start from a snapshot
 * @param memory MiB
 * @param timeout seconds
 * @param concurrentCopies objects copied at a time in one invocation
 * @param expectedPace MiB per second that a copy is expected to achieve; an object that would need longer than the
 *     timeout at this rate is refused immediately
 * @param reservedConcurrency invocations that are reserved for the function, and its limit; empty for the account's
 *     unreserved concurrency
 * @param storageClass of the copies; empty for the target bucket's default
 */
public record ReplicationFunctionSettings(
        FunctionName name,
        FunctionArchitecture architecture,
        boolean snapStart,
        int memory,
        int timeout,
        int concurrentCopies,
        int expectedPace,
        Optional<Integer> reservedConcurrency,
        Optional<StorageClass> storageClass) {
    /** Seconds: three times what the largest object that the function copies itself takes. */
    private static final int SHORT_TIMEOUT = 300;
    /** Seconds: Lambda's maximum. */
    private static final int LARGEST_TIMEOUT = 900;

    private static final String REQUIRED_ELSEWHERE = "required in partitions other than aws, aws-cn and aws-us-gov";

    /**
     * Reads them.
     *
     * @param largeObjects whether the workflow copies what is too large for the function
     */
    public static ReplicationFunctionSettings read(
            SettingsReader reader, DeploymentName deployment, Region region, boolean largeObjects) {
        FunctionName name = reader.value(
                "name",
                FunctionName.TYPE,
                new DefaultValue<>(
                        new FunctionName(deployment.appendedTo("ReplicateObjects")),
                        "`ReplicateObjects`; with a `name`: `ReplicateObjects-<name>`"),
                "The function's name");
        RegionalFeatures features = new RegionalFeatures(region);
        FunctionArchitecture architecture = reader.optional(
                        "architecture",
                        FunctionArchitecture.TYPE,
                        "`arm64`; " + REQUIRED_ELSEWHERE,
                        "The function's [instruction"
                            + " set](https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html). arm64 costs"
                            + " 20 % less, but not every Region has it")
                .orElseGet(() -> byDefault(
                        reader, features, "architecture", FunctionArchitecture.TYPE, FunctionArchitecture.ARM64));
        boolean snapStart = reader.optional(
                        "snapStart",
                        SettingType.bool(),
                        "`true`; " + REQUIRED_ELSEWHERE,
                        "Starts new environments from a"
                                + " [snapshot](https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html), which is"
                                + " several times faster, where the [Region](#regions-and-partitions) has it")
                .orElseGet(() -> byDefault(reader, features, "snapStart", SettingType.bool(), true));
        int memory = reader.value(
                "memoryMiB",
                SettingType.integer(512, 10_240, "MiB"),
                1769,
                "The function's memory. Lambda allocates one vCPU at 1769 MiB");
        int timeout = reader.value(
                "timeoutSeconds",
                SettingType.integer(30, 900, "seconds"),
                new DefaultValue<>(
                        largeObjects ? SHORT_TIMEOUT : LARGEST_TIMEOUT,
                        "`%d`; `%d` if `largeObjects.enabled` is `false`".formatted(SHORT_TIMEOUT, LARGEST_TIMEOUT)),
                "The function's timeout. Without the workflow, it limits how large an object can be");
        int copies = reader.value(
                "maxConcurrentCopies",
                SettingType.integer(FunctionVariable.MAX_CONCURRENT_COPIES, "objects")
                        .forExperts(),
                FunctionVariable.MAX_CONCURRENT_COPIES.byDefault(),
                "Objects copied at a time in one invocation");
        int pace = reader.value(
                "expectedMiBPerSecond",
                SettingType.integer(FunctionVariable.EXPECTED_MIB_PER_SECOND, "MiB/s")
                        .forExperts(),
                FunctionVariable.EXPECTED_MIB_PER_SECOND.byDefault(),
                "The rate that one invocation achieves. An object that would need longer than the "
                        + "timeout at this rate is refused");
        Optional<Integer> reserved = reader.optional(
                "reservedConcurrency",
                SettingType.integer(1, 10_000, "invocations"),
                "none: the account's unreserved concurrency",
                "[Reserved concurrency](https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html),"
                        + " and the limit, the only one for the trigger `s3`. At least `queue.functionConcurrency`");
        Optional<StorageClass> storageClass = reader.optional(
                "storageClass",
                StorageClass.TYPE,
                "the target bucket's default",
                "The storage class of copies. `PRESERVE` uses the source object's");
        reader.rejectUnknown();
        if (snapStart && features.withoutSnapStart()) {
            reader.error("snapStart", true, "false, because " + region + " has no SnapStart");
        }
        return new ReplicationFunctionSettings(
                name, architecture, snapStart, memory, timeout, copies, pace, reserved, storageClass);
    }

    /** The default value, in partitions for which AWS documents that it is available. */
    private static <T> T byDefault(
            SettingsReader reader, RegionalFeatures features, String name, SettingType<T> type, T defaultValue) {
        if (!features.documented()) {
            reader.missing(
                    name,
                    "%s: AWS does not document whether this partition supports the default, %s"
                            .formatted(type.expected(), defaultValue));
        }
        return defaultValue;
    }
}
