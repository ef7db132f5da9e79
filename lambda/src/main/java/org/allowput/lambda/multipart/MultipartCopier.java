package org.allowput.lambda.multipart;

import java.util.List;
import java.util.Optional;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.object.StoredChecksum.Algorithm;
import org.allowput.lambda.checksum.Crc64Nvme;
import org.allowput.lambda.checksum.CrcCombiner;
import org.allowput.lambda.checksum.Verification;
import org.allowput.lambda.failure.CorruptedException;
import org.allowput.lambda.failure.FailureClassifier;
import org.allowput.lambda.failure.PendingRequestException;
import org.allowput.lambda.multipart.MultipartCopy.CopiedPart;
import org.allowput.lambda.s3.PinnedRange;
import org.allowput.lambda.s3.S3Source;
import org.allowput.lambda.s3.S3Target;
import org.allowput.lambda.s3.S3Target.Part;
import org.allowput.lambda.s3.StoredObject;
import org.allowput.lambda.s3.TargetObject;

/**
 * One version of an object, copied in parts: each is a range of exactly that version, so no overwrite on the way makes
 * an object of two halves.
 *
 * <p>Before the upload is completed, the checksums of its parts are combined and compared with the source's checksum of
 * the whole object. For CRC32 and CRC32C they are those that the target computed from what it received; if it returned
 * none, it gets the checksum of the whole and verifies that itself. The SDK cannot send a CRC64NVME without native
 * code: this class computes it from what it reads, and a CRC32 protects each part from here to the target.
 */
public final class MultipartCopier {
    private final S3Source source;
    private final S3Target target;
    private final long partSize;
    private final int concurrency;

    /**
     * @param partSize the usual size of a part, in bytes
     * @param concurrency how many parts of one object are copied at once, at least 1
     */
    public MultipartCopier(S3Source source, S3Target target, long partSize, int concurrency) {
        this.source = source;
        this.target = target;
        this.partSize = partSize;
        this.concurrency = concurrency;
    }

    /**
     * Copies the whole object. If it fails, its upload is left: the role may not abort it, and a lifecycle rule of the
     * bucket removes it.
     *
     * @param beforeCompletion as for {@link #complete}
     */
    public StoredObject run(TargetObject object, Verification verification, Runnable beforeCompletion)
            throws InterruptedException {
        MultipartCopy copy = begin(object, verification);
        return complete(copy, copyParts(copy, 0, copy.plan().count()), beforeCompletion);
    }

    public MultipartCopy begin(TargetObject object, Verification verification) {
        PartPlan plan = PartPlan.of(object.source().size(), partSize);
        Optional<StoredChecksum> whole = verification.stored();
        Algorithm sent = whole.map(StoredChecksum::algorithm)
                .filter(algorithm -> algorithm != Algorithm.CRC64NVME)
                .orElse(Verification.COMPUTED);
        return new MultipartCopy(object, target.createUpload(object, sent), plan, whole);
    }

    /** Puts so many parts, from the one with the index {@code first}. */
    public List<CopiedPart> copyParts(MultipartCopy copy, int first, int count) throws InterruptedException {
        return Parallel.map(count, concurrency, index -> put(copy, first + index));
    }

    private CopiedPart put(MultipartCopy copy, int index) {
        Crc64Nvme checksum = new Crc64Nvme();
        boolean computes = copy.computesChecksums();
        PartPlan plan = copy.plan();
        try (PinnedRange range = new PinnedRange(
                source,
                copy.object().source(),
                plan.offset(index),
                plan.length(index),
                computes ? Optional.of(checksum) : Optional.empty())) {
            Part part = target.put(copy.upload(), index + 1, range);
            return new CopiedPart(part, computes ? Optional.of(checksum.base64()) : part.checksum());
        }
    }

    /**
     * Completes the upload.
     *
     * @param copied all parts in their order
     * @param beforeCompletion runs just before the request; throws if the parts must not become an object
     * @throws CorruptedException if they are not all parts of the plan, or their checksums do not combine to that of
     *     the source object
     * @throws PendingRequestException if an attempt may have had no answer
     */
    public StoredObject complete(MultipartCopy copy, List<CopiedPart> copied, Runnable beforeCompletion) {
        List<Part> parts = copied.stream().map(CopiedPart::part).toList();
        compare(copy.plan(), parts);
        Optional<String> combined = combined(copied, copy.algorithm());
        Optional<StoredChecksum> whole = copy.whole();
        if (whole.isPresent() && combined.isPresent()) {
            compare(whole.get(), combined.get());
        }
        beforeCompletion.run();
        try {
            return target.complete(
                    copy.upload(), parts, copy.plan().size(), combined.isPresent() ? Optional.empty() : whole);
        } catch (RuntimeException | Error e) {
            if (FailureClassifier.mayBePending(e)) {
                throw FailureClassifier.pending(e);
            }
            throw e;
        }
    }

    private static Optional<String> combined(List<CopiedPart> parts, Algorithm algorithm) {
        CrcCombiner crc = CrcCombiner.of(algorithm);
        Optional<String> whole = parts.getFirst().checksum();
        for (CopiedPart part : parts.subList(1, parts.size())) {
            whole = whole.flatMap(before -> part.checksum()
                    .map(checksum -> crc.combine(before, checksum, part.part().length())));
        }
        return whole;
    }

    /** S3 makes an object of any parts that it is given in their order, also if some are missing between them. */
    private static void compare(PartPlan plan, List<Part> parts) {
        for (int index = 0; index < Math.max(plan.count(), parts.size()); index++) {
            if (index >= plan.count()
                    || index >= parts.size()
                    || parts.get(index).number() != index + 1
                    || parts.get(index).length() != plan.length(index)) {
                throw new CorruptedException("part " + (index + 1) + " of " + plan.count()
                        + " is missing or has another size than planned: not completed");
            }
        }
    }

    private static void compare(StoredChecksum expected, String combined) {
        if (!expected.value().equals(combined)) {
            throw new CorruptedException("the parts have " + expected.algorithm() + " " + combined
                    + ", the source object has " + expected.value() + ": not completed");
        }
    }
}
