package org.allowput.lambda.multipart;

import java.util.Optional;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.object.StoredChecksum.Algorithm;
import org.allowput.lambda.s3.S3Target;
import org.allowput.lambda.s3.TargetObject;

/**
 * A copy in parts that has begun.
 *
 * @param object to be made, with the version of the source that is copied
 * @param whole the source's checksum of the whole object, if it has one that follows from those of the parts
 */
public record MultipartCopy(
        TargetObject object, S3Target.Upload upload, PartPlan plan, Optional<StoredChecksum> whole) {
    /** Whether a part's checksum is computed from what is read: the SDK cannot send a CRC64NVME. */
    boolean computesChecksums() {
        return whole.map(StoredChecksum::algorithm)
                .filter(Algorithm.CRC64NVME::equals)
                .isPresent();
    }

    Algorithm algorithm() {
        return computesChecksums() ? Algorithm.CRC64NVME : upload.algorithm();
    }

    /** The size of some parts together, in bytes. */
    public long bytes(int first, int count) {
        return plan.offset(first + count - 1) + plan.length(first + count - 1) - plan.offset(first);
    }

    /**
     * A part that is in the target.
     *
     * @param checksum of the algorithm that the source has one of the whole of; absent if the target returned none
     */
    public record CopiedPart(S3Target.Part part, Optional<String> checksum) {}
}
