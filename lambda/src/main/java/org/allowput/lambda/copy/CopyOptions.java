package org.allowput.lambda.copy;

import java.time.Duration;
import org.allowput.contract.FunctionVariable;
import org.allowput.contract.ReplicatedDeletions;
import org.allowput.contract.selection.Selection;
import org.allowput.lambda.multipart.PartPlan;
import org.allowput.lambda.variables.VariableReader;

/**
 * The options of all copies of a deployment: its settings state which objects are copied, and how.
 *
 * @param multipartThreshold the largest object that is put in one request, in bytes, at most 5 GiB
 * @param partSize the usual size of a part, in bytes, 5 MiB to 5 GiB
 * @param concurrentParts how many parts of one object are on the way at once
 * @param tags whether tags are copied, which needs {@code s3:GetObjectTagging} here and {@code s3:PutObjectTagging}
 *     there
 * @param deletes whether a copy is deleted whose source is gone when the copy is confirmed, which needs
 *     {@code s3:DeleteObject}
 */
public record CopyOptions(
        long multipartThreshold,
        long partSize,
        int concurrentParts,
        boolean tags,
        boolean deletes,
        ExpectedThroughput pace,
        CopyLimit limit,
        Selection selection) {
    /** The largest timeout of a function, in seconds. */
    private static final int LARGEST_TIMEOUT = 900;

    /**
     * The options that the environment variables state.
     *
     * @param reserve the last seconds of a timeout, in which no copy starts
     */
    public static CopyOptions read(VariableReader variables, ReplicatedDeletions deletions, int reserve) {
        return new CopyOptions(
                variables.mebibytes(FunctionVariable.MULTIPART_THRESHOLD_MIB),
                variables.mebibytes(FunctionVariable.PART_SIZE_MIB),
                variables.number(FunctionVariable.MAX_CONCURRENT_PARTS),
                variables.flag(FunctionVariable.REPLICATE_TAGS),
                deletions.areReplicated(),
                new ExpectedThroughput(
                        variables.mebibytes(FunctionVariable.EXPECTED_MIB_PER_SECOND),
                        Duration.ofSeconds(LARGEST_TIMEOUT - reserve)),
                CopyLimit.read(variables),
                selection(variables));
    }

    private static Selection selection(VariableReader variables) {
        try {
            return variables
                    .optional(FunctionVariable.SELECTION)
                    .map(Selection::parse)
                    .orElse(Selection.ALL);
        } catch (IllegalArgumentException e) {
            variables.problems().add(FunctionVariable.SELECTION + ": " + e.getMessage());
            return Selection.ALL;
        }
    }

    /** The same, but an object of any size is copied, and in parts of 5 MiB where it is larger. */
    public CopyOptions withSmallestParts() {
        return new CopyOptions(
                PartPlan.SMALLEST_PART,
                PartPlan.SMALLEST_PART,
                concurrentParts,
                tags,
                deletes,
                pace,
                CopyLimit.NONE,
                Selection.ALL);
    }

    /**
     * By which {@link ThroughputBudget} decides before the first byte whether the time will do.
     *
     * @param bytesPerSecond what one invocation copies, of one large object or of several together
     * @param longest what a copy can take at most, in the largest timeout that Lambda has
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html">Function timeout: at most
     *     900 seconds</a>
     */
    public record ExpectedThroughput(long bytesPerSecond, Duration longest) {
        long largest() {
            return Math.multiplyExact(bytesPerSecond, longest.toSeconds());
        }
    }

    /**
     * The largest objects that one invocation copies. What is larger is left to a workflow.
     *
     * @param inParts in bytes, of an object that can be copied in parts
     * @param inOnePut in bytes, of an object that can be verified only if it is put in one request
     */
    public record CopyLimit(long inParts, long inOnePut) {
        /** An invocation copies what fits into its time, and refuses what is larger. */
        public static final CopyLimit NONE = new CopyLimit(Long.MAX_VALUE, Long.MAX_VALUE);

        /** Without a workflow there is no limit: an object that does not fit into an invocation is refused. */
        private static CopyLimit read(VariableReader variables) {
            long threshold = variables.mebibytes(FunctionVariable.LARGE_OBJECTS_THRESHOLD_MIB);
            if (variables
                    .optional(FunctionVariable.LARGE_OBJECTS_STATE_MACHINE_ARN)
                    .isPresent()) {
                return of(threshold);
            }
            return variables.optional(FunctionVariable.LARGE_OBJECTS_BUCKET).isPresent() ? ofWorkflow(threshold) : NONE;
        }

        public static CopyLimit of(long bytes) {
            return new CopyLimit(bytes, bytes);
        }

        /**
         * The limit of the workflow's own function: it puts in one request what can be verified only so, and has the
         * time for the largest.
         */
        public static CopyLimit ofWorkflow(long bytes) {
            return new CopyLimit(bytes, Math.max(bytes, PartPlan.LARGEST_PUT));
        }

        boolean isExceededBy(long size, boolean needsOnePut) {
            return size > (needsOnePut ? inOnePut : inParts);
        }
    }
}
