package org.allowput.lambda.large;

import org.allowput.contract.large.CopyPlan;
import org.allowput.lambda.multipart.MultipartCopy;

/**
 * The copy of a large object in ranges, as it began. Its tasks use these values, so that a setting that changes
 * meanwhile does not divide the object in another way.
 *
 * @param results the beginning of the keys of its ranges' results: those of the attempt that created the upload
 * @param target where to and with which options the upload was created
 */
public record RangedCopy(MultipartCopy copy, RangePlan ranges, String results, String target) {
    CopyPlan plan(String sourceKey) {
        return new CopyPlan(
                sourceKey,
                copy.object().source().size(),
                ranges.count(),
                ranges.partsPerRange() * copy.plan().partSize(),
                results);
    }

    /**
     * A plan divides the parts of an upload into ranges, each copied by one invocation.
     *
     * @param parts of the upload, 1 to 10,000
     * @param partsPerRange at least 1
     */
    public record RangePlan(int parts, int partsPerRange) {
        /** Ranges of about that size in bytes, or of one part if a part is larger. */
        static RangePlan of(int parts, long partSize, long rangeSize) {
            return new RangePlan(parts, Math.toIntExact(Math.clamp(rangeSize / partSize, 1, parts)));
        }

        int count() {
            return Math.ceilDiv(parts, partsPerRange);
        }

        /** Index of the first part of a range, from 0. */
        int first(int range) {
            return range * partsPerRange;
        }

        int length(int range) {
            return Math.min(partsPerRange, parts - first(range));
        }
    }
}
