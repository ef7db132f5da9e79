package org.allowput.infra.settings.section;

import org.allowput.contract.FunctionVariable;

/** The workflow that copies objects which are larger than one invocation copies. */
public record LargeObjectSettings(boolean enabled, int thresholdMiB, int rangeMiB) {
    /** MiB per second that one invocation is expected to copy. */
    public static final int PACE = FunctionVariable.EXPECTED_MIB_PER_SECOND.byDefault();

    /** Ends the name of the role of the workflow's function. */
    private static final String ROLE = "-large-objects";

    /** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
    private static final int LONGEST_ROLE = 64;

    /** MiB: the largest object that one PUT can make, and so the largest whose MD5 can be compared. */
    private static final int USUAL_THRESHOLD = 5120;

    /** Half of Lambda's largest timeout. */
    private static final int LONGEST_RANGE_SECONDS = 450;

    /** Days, the unit of S3, that suffice for a copy by one invocation, which ends within 15 minutes. */
    public static final int ONE_INVOCATION_DAYS = 1;

    /**
     * Days that a copy may take, the timeout of the workflow: twice what the largest object takes in 16 ranges at 12
     * MiB/s.
     */
    public static final int TIMEOUT_DAYS = 6;

    /** Days that results are kept: longer than the longest copy. */
    public static final int RESULT_DAYS = TIMEOUT_DAYS + ONE_INVOCATION_DAYS;

    /** The name of the role of the workflow's function, where the name of the function's role is agreed. */
    public static String roleName(String name) {
        return name.substring(0, Math.min(name.length(), LONGEST_ROLE - ROLE.length())) + ROLE;
    }

    /** MiB of the largest object that the function has the time for. */
    public static int largest(int timeoutSeconds) {
        return PACE * (timeoutSeconds - FunctionVariable.TIME_RESERVE_SECONDS.byDefault());
    }

    /** MiB of the largest range of which an invocation copies two. */
    public static int longestRange() {
        return PACE * LONGEST_RANGE_SECONDS;
    }

    /** MiB that the function copies itself, if nothing else is set. */
    public static int defaultThreshold(int timeoutSeconds) {
        return Math.min(USUAL_THRESHOLD, largest(timeoutSeconds));
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
