package org.allowput.infra.settings.function;

import java.util.Optional;
import org.allowput.contract.FunctionVariable;
import org.allowput.infra.settings.account.DefaultBuckets;
import org.allowput.infra.settings.account.SourceSettings;
import org.allowput.infra.settings.reading.DefaultValue;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsReader;
import org.allowput.infra.settings.value.BucketName;
import org.allowput.infra.settings.value.DeploymentName;
import org.allowput.infra.settings.value.FunctionName;

/**
 * The workflow that copies objects which are larger than one invocation copies.
 *
 * @param enabled whether there is one; otherwise an object that does not fit into the function's time is refused
 * @param name of the state machine and of its function
 * @param bucket where its tasks store their results
 * @param bucketExists whether the bucket exists already, so that the stack does not change it
 * @param threshold MiB of the largest object that the function copies itself; empty for 5 GiB, or for what the function
 *     has the time for
 * @param range MiB that one invocation copies; empty for what five minutes suffice for
 * @param partSize MiB of a part; an object of more than 10,000 of them has larger parts
 * @param maxConcurrency ranges of one object that are copied at a time
 * @param reservedConcurrency invocations that are reserved for the workflow's function, and its limit
 * @param timeout days that a copy may take
 * @param logLevel which events of executions are logged
 */
public record LargeObjectSettings(
        boolean enabled,
        FunctionName name,
        BucketName bucket,
        boolean bucketExists,
        Optional<Integer> threshold,
        Optional<Integer> range,
        int partSize,
        int maxConcurrency,
        Optional<Integer> reservedConcurrency,
        int timeout,
        WorkflowLogLevel logLevel) {
    /** Seconds that a range takes at the expected rate: a third of the largest timeout. */
    private static final int USUAL_SECONDS = 300;
    /** MiB: the largest object that one PUT can make, and so the largest whose MD5 can be compared. */
    private static final int USUAL_THRESHOLD = 5120;

    /** Days, the unit of S3, that suffice for a copy by one invocation, which ends within 15 minutes. */
    public static final int ONE_INVOCATION_DAYS = 1;

    private static final int USUAL_TIMEOUT_DAYS = 6;

    /** How long account A keeps the parts of incomplete uploads, in words. */
    public static final String KEPT =
            "`largeObjects.timeoutDays` and a day (by default %d days; %d if `largeObjects.enabled`"
                            .formatted(USUAL_TIMEOUT_DAYS + ONE_INVOCATION_DAYS, ONE_INVOCATION_DAYS)
                    + " is `false`)";

    public static LargeObjectSettings read(
            SettingsReader reader, DeploymentName deployment, DefaultBuckets buckets, SourceSettings source) {
        boolean enabled = reader.value(
                "enabled",
                SettingType.bool(),
                true,
                "Copies [large objects](architecture.md#large-objects) in parallel. If `false`, one "
                        + "that does not fit into an invocation is refused");
        LargeObjectSettings largeObjects = new LargeObjectSettings(
                enabled,
                reader.value(
                        "name",
                        FunctionName.TYPE.forExperts(),
                        new DefaultValue<>(
                                new FunctionName(deployment.appendedTo("CopyLargeObjects")),
                                "`CopyLargeObjects`; with a `name`: `CopyLargeObjects-<name>`"),
                        "The name of the workflow and of its function"),
                buckets.read(
                        reader,
                        "large",
                        source.account(),
                        source.region(),
                        "source ",
                        enabled,
                        "The bucket for the results of the workflow's tasks alone"),
                DefaultBuckets.readExists(reader),
                reader.optional(
                        "thresholdMiB",
                        SettingType.integer(FunctionVariable.LARGE_OBJECTS_THRESHOLD_MIB, "MiB")
                                .forExperts(),
                        "`" + USUAL_THRESHOLD + "`, or less if `function.timeoutSeconds` is short",
                        "The largest object that the function copies itself, within `function.timeoutSeconds` "
                                + "at `function.expectedMiBPerSecond`"),
                reader.optional(
                        "rangeMiB",
                        SettingType.integer(FunctionVariable.LARGE_OBJECTS_RANGE_MIB, "MiB")
                                .forExperts(),
                        "what " + USUAL_SECONDS + " seconds suffice for at `function.expectedMiBPerSecond`",
                        "What one invocation of the workflow's function copies, in whole parts"),
                reader.value(
                        "partSizeMiB",
                        SettingType.integer(FunctionVariable.PART_SIZE_MIB, "MiB")
                                .forExperts(),
                        FunctionVariable.PART_SIZE_MIB.byDefault(),
                        "The size of a part. An object of more than 10,000 parts has larger ones"),
                reader.value(
                        "maxConcurrency",
                        SettingType.integer(1, 1000, "ranges").forExperts(),
                        16,
                        "Ranges of one object that are copied at a time"),
                reader.optional(
                        "reservedConcurrency",
                        SettingType.integer(1, 10_000, "invocations").forExperts(),
                        "none: the account's unreserved concurrency",
                        "[Reserved"
                            + " concurrency](https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html)"
                            + " of the workflow's function, which limits the ranges of all objects together"),
                reader.value(
                        "timeoutDays",
                        SettingType.integer(1, 30, "days").forExperts(),
                        USUAL_TIMEOUT_DAYS,
                        "How long a copy may take. Parts are kept for a day longer"),
                reader.value(
                        "logLevel",
                        WorkflowLogLevel.TYPE.forExperts(),
                        WorkflowLogLevel.OFF,
                        "Which [events of"
                                + " executions](https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html) are"
                                + " logged. Except with `OFF`, the workflow's role has log delivery on `*`: "
                                + "[scanners](security.md#scanners)"));
        reader.rejectUnknown();
        return largeObjects;
    }

    /** MiB of the largest object that a function with these settings copies itself. */
    public int thresholdOf(ReplicationFunctionSettings function) {
        return threshold.orElse(Math.min(USUAL_THRESHOLD, largestOf(function)));
    }

    /** MiB of the largest object that a function with these settings has the time for. */
    public static int largestOf(ReplicationFunctionSettings function) {
        return function.expectedPace() * (function.timeout() - FunctionVariable.TIME_RESERVE_SECONDS.byDefault());
    }

    /** MiB that one invocation copies. */
    public int rangeAt(int expectedPace) {
        return range.orElse(Math.multiplyExact(USUAL_SECONDS, expectedPace));
    }

    /** Seconds that a copy may take. */
    public int timeoutSeconds() {
        return timeout * 86_400;
    }

    /**
     * Days that results and the parts of incomplete uploads in account A are kept: longer than the longest copy.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html">
     *     Incomplete uploads</a>
     */
    public int keptDays() {
        return enabled ? timeout + ONE_INVOCATION_DAYS : ONE_INVOCATION_DAYS;
    }
}
