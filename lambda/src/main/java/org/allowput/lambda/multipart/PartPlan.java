package org.allowput.lambda.multipart;

import org.allowput.contract.selection.SizeRange;

/**
 * A plan divides an object into parts.
 *
 * @param size of the object, in bytes
 * @param partSize of each part but the last, in bytes
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html">Amazon S3 multipart upload
 *     limits</a>
 */
public record PartPlan(long size, long partSize) {
    public static final long MIB = 1024L * 1024;
    /** The smallest part that is not the last: 5 MiB. */
    public static final long SMALLEST_PART = 5 * MIB;
    /** The largest object that one PUT can make: 5 GiB. */
    public static final long LARGEST_PUT = 5L * 1024 * MIB;

    public PartPlan {
        if (size < 1 || size > SizeRange.LARGEST_OBJECT) {
            throw new IllegalArgumentException(
                    "an object of " + size + " bytes; parts can make 1 to " + SizeRange.LARGEST_OBJECT + " bytes");
        }
    }

    /** Parts of the usual size, or of as many more MiB as {@value SizeRange#MOST_PARTS} of them need. */
    static PartPlan of(long size, long usual) {
        long least = Math.ceilDiv(Math.ceilDiv(size, SizeRange.MOST_PARTS), MIB) * MIB;
        return new PartPlan(size, Math.max(usual, least));
    }

    /** At least 1, at most 10,000. */
    public int count() {
        return Math.toIntExact(Math.ceilDiv(size, partSize));
    }

    /** Where a part begins, by its index from 0. */
    long offset(int index) {
        return index * partSize;
    }

    /** How long a part is, by its index from 0. */
    long length(int index) {
        return Math.min(partSize, size - offset(index));
    }
}
