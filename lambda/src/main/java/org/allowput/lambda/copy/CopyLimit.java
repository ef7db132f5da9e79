package org.allowput.lambda.copy;

import org.allowput.lambda.multipart.PartPlan;

/**
 * The largest objects that one invocation copies. What is larger is left to a workflow.
 *
 * @param inParts in bytes, of an object that can be copied in parts
 * @param inOnePut in bytes, of an object that can be verified only if it is put in one request
 */
public record CopyLimit(long inParts, long inOnePut) {
    /** An invocation copies what fits into its time, and refuses what is larger. */
    public static final CopyLimit NONE = new CopyLimit(Long.MAX_VALUE, Long.MAX_VALUE);

    public CopyLimit {
        if (inParts < 1 || inOnePut < inParts) {
            throw new IllegalArgumentException("at most " + inParts + " bytes in parts, " + inOnePut + " in one put");
        }
    }

    /** The limit of a function that hands over what is larger. */
    public static CopyLimit of(long bytes) {
        return new CopyLimit(bytes, bytes);
    }

    /**
     * The limit of the workflow's own function: it puts in one request what can be verified only so, and has the time
     * for the largest.
     */
    public static CopyLimit ofWorkflow(long bytes) {
        return new CopyLimit(bytes, Math.max(bytes, PartPlan.LARGEST_PUT));
    }

    boolean isExceededBy(long size, boolean needsOnePut) {
        return size > (needsOnePut ? inOnePut : inParts);
    }
}
