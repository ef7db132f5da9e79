package org.allowput.infra.settings.function;

import org.allowput.contract.FunctionVariable;

/** The workflow that copies objects which are larger than one invocation copies. */
public record LargeObjectSettings(boolean enabled, int thresholdMiB, int rangeMiB) {
    /** MiB per second that one invocation is expected to copy. */
    public static final int PACE = FunctionVariable.EXPECTED_MIB_PER_SECOND.byDefault();

    /** Days, the unit of S3, that suffice for a copy by one invocation, which ends within 15 minutes. */
    public static final int ONE_INVOCATION_DAYS = 1;
    /**
     * Days that results are kept: longer than a copy may take, 6 days, the timeout of the workflow, which is twice what
     * the largest object takes in 16 ranges at 12 MiB/s.
     */
    public static final int RESULT_DAYS = 6 + ONE_INVOCATION_DAYS;

    /**
     * The name of the role of the workflow's function, by that of the function's role, which the schema limits to 50
     * characters: IAM takes 64.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html">CreateRole</a>
     */
    public static String roleName(String name) {
        return name + "-large-objects";
    }

    /** MiB of the largest object that the function has the time for. */
    public static int largest(int timeoutSeconds) {
        return PACE * (timeoutSeconds - FunctionVariable.TIME_RESERVE_SECONDS.byDefault());
    }

    /** MiB of a part: a range has whole ones. An object of more than 10,000 of them has larger parts. */
    public int partMiB() {
        return Math.min(FunctionVariable.PART_SIZE_MIB.byDefault(), rangeMiB);
    }

    /**
     * Days that the parts of incomplete uploads in account A are kept: longer than the longest copy.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html">
     *     Incomplete uploads</a>
     */
    public int keptDays() {
        return enabled ? RESULT_DAYS : ONE_INVOCATION_DAYS;
    }
}
