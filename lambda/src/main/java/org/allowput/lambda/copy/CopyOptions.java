package org.allowput.lambda.copy;

import org.allowput.contract.selection.Selection;
import org.allowput.lambda.multipart.PartPlan;

/**
 * Which objects are copied, and how.
 *
 * @param multipartThreshold the largest object that is put in one request, in bytes, at most 5 GiB
 * @param partSize the usual size of a part, in bytes, 5 MiB to 5 GiB
 * @param concurrentParts how many parts of one object are on the way at once
 * @param tags whether tags are copied, which needs {@code s3:GetObjectTagging} here and {@code s3:PutObjectTagging}
 *     there
 * @param deletes whether what is gone from the source is deleted from the target, which needs {@code s3:DeleteObject}
 * @param limit the largest objects that are copied in one invocation
 * @param selection which objects are copied, and to which keys
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
    public CopyOptions {
        if (multipartThreshold < PartPlan.SMALLEST_PART || multipartThreshold > PartPlan.LARGEST_PUT) {
            throw new IllegalArgumentException("multipart threshold of " + multipartThreshold + " bytes");
        }
        if (partSize < PartPlan.SMALLEST_PART || partSize > PartPlan.LARGEST_PUT) {
            throw new IllegalArgumentException("parts of " + partSize + " bytes");
        }
        if (concurrentParts < 1) {
            throw new IllegalArgumentException(concurrentParts + " concurrent parts");
        }
    }

    /** Of all objects. */
    public CopyOptions(
            long multipartThreshold,
            long partSize,
            int concurrentParts,
            boolean tags,
            boolean deletes,
            ExpectedThroughput pace,
            CopyLimit limit) {
        this(multipartThreshold, partSize, concurrentParts, tags, deletes, pace, limit, Selection.ALL);
    }

    /** With parts of the usual 32 MiB: a retried part costs no more, and 4 of them keep the connections busy. */
    public CopyOptions(
            long multipartThreshold, int concurrentParts, boolean tags, boolean deletes, ExpectedThroughput pace) {
        this(multipartThreshold, PartPlan.USUAL, concurrentParts, tags, deletes, pace, CopyLimit.NONE);
    }

    /** The same, but an object of any size is copied, and in parts of 5 MiB where it is larger. */
    public CopyOptions withSmallestParts() {
        return new CopyOptions(
                PartPlan.SMALLEST_PART, PartPlan.SMALLEST_PART, concurrentParts, tags, deletes, pace, CopyLimit.NONE);
    }
}
