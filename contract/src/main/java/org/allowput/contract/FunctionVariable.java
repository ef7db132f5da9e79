package org.allowput.contract;

import java.util.Map;
import java.util.Optional;

/**
 * The environment variables of the functions that copy. One that has the value of a setting names the setting, as
 * {@code settings.schema.json} declares it; one that is a number states its bounds and the default.
 */
public enum FunctionVariable {
    SOURCE_BUCKET("source.bucketName"),
    SOURCE_ACCOUNT("source.account"),
    TARGET_BUCKET("target.bucketName"),
    TARGET_ACCOUNT("target.account"),
    TARGET_REGION("target.region"),
    TARGET_ROLE_ARN,
    TARGET_KMS_KEY_ARN("target.kmsKeyArn"),
    EXTERNAL_ID,
    QUEUE_URL,
    DEAD_LETTER_QUEUE_URL,
    DEPLOYMENT_NAME("name"),
    /** As JSON: {@link org.allowput.contract.selection.Selection}. */
    SELECTION,
    REPLICATE_TAGS("optIns.replicateTags"),
    REPLICATE_DELETES("optIns.replicateDeletes"),
    WRITE_ONCE("target.writeOnce"),
    STORAGE_CLASS("function.storageClass"),
    RECEIPTS_BUCKET,
    LARGE_OBJECTS_STATE_MACHINE_ARN,
    LARGE_OBJECTS_BUCKET,
    LARGE_OBJECTS_THRESHOLD_MIB(5 * 1024, 5, 100 * 1024),
    LARGE_OBJECTS_RANGE_MIB(15 * 1024, 5, 1024 * 1024),
    MULTIPART_THRESHOLD_MIB(64, 5, 5 * 1024),
    PART_SIZE_MIB(32, 5, 5 * 1024),
    MAX_CONCURRENT_PARTS(4, 1, 100),
    MAX_CONCURRENT_COPIES(10, 1, 100),
    EXPECTED_MIB_PER_SECOND(50, 1, 10_000),
    /**
     * Of the timeout: with less left no copy starts, with half of it left those that run are interrupted. The rest is
     * for receipts and the delays of failed messages, some requests that take as long with any timeout. Less than 10 is
     * for tests.
     */
    TIME_RESERVE_SECONDS(10, 2, 300),
    MAX_RECEIVE_COUNT(100, 1, 1000),
    /** Of the delays before a failed message is delivered again; less than 100 is for tests. */
    RETRY_DELAY_PERCENT(100, 1, 100),
    /**
     * An emergency brake: priming ends by what was copied and compiled. An initialization for SnapStart, hooks
     * included, may take 130 s, or the function's timeout if that is longer; 30 s of it are for all else. Less than the
     * default for a shorter timeout.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html">Lambda SnapStart
     *     runtime hooks</a>
     */
    PRIMING_LIMIT_SECONDS(270, 0, 870);

    /**
     * What the JVM of a function with SnapStart reads. It has the second compiler alone: the first would compile much
     * of what priming uses for most of the time. It compiles after half as many calls, which halves the copies that
     * priming takes. And a method has 4 traps for what did not occur, not 100: AWS's answers differ a little from those
     * of priming, and each trap that they meet after the restore has a method compiled again.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/java-customization.html">JAVA_TOOL_OPTIONS</a>
     */
    public static final Map<String, String> OF_SNAPSHOTS = Map.of(
            "JAVA_TOOL_OPTIONS", "-XX:-TieredCompilation -XX:PerMethodTrapLimit=4 -XX:CompileThresholdScaling=0.5");

    private final Optional<String> setting;
    private final int byDefault;
    private final int least;
    private final int most;

    FunctionVariable() {
        this(0, 0, 0);
    }

    FunctionVariable(String setting) {
        this(Optional.of(setting), 0, 0, 0);
    }

    FunctionVariable(int byDefault, int least, int most) {
        this(Optional.empty(), byDefault, least, most);
    }

    FunctionVariable(Optional<String> setting, int byDefault, int least, int most) {
        this.setting = setting;
        this.byDefault = byDefault;
        this.least = least;
        this.most = most;
    }

    /**
     * The path of the setting whose value the variable has, such as {@code function.storageClass}. The variable is not
     * set if the setting is absent, or has the default {@code false} or {@code none}.
     */
    public Optional<String> setting() {
        return setting;
    }

    /** The value of a number that is not set. */
    public int byDefault() {
        return byDefault;
    }

    public int least() {
        return least;
    }

    public int most() {
        return most;
    }
}
