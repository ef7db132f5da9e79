package org.allowput.lambda.copy;

import java.util.List;
import java.util.Optional;
import org.allowput.lambda.checksum.Crc64Nvme;
import org.allowput.lambda.checksum.CrcCombiner;
import org.allowput.lambda.checksum.StoredChecksum;
import org.allowput.lambda.checksum.StoredChecksum.Algorithm;
import org.allowput.lambda.checksum.Verification;
import org.allowput.lambda.copy.Target.Part;
import org.allowput.lambda.copy.Target.Upload;
import org.allowput.lambda.failure.CorruptedException;
import org.jspecify.annotations.Nullable;

/**
 * One version of an object, copied in parts: each is a range of exactly that version, so no overwrite on the way makes
 * an object of two halves.
 *
 * <p>Before the upload is completed, the checksums of its parts are combined and compared with the source's checksum of
 * the whole object. For CRC32 and CRC32C they are those that the target computed from what it received; if it returned
 * none, it gets the checksum of the whole and verifies that itself. The SDK cannot send a CRC64NVME without native
 * code: this class computes it from what it reads, and a CRC32 protects each part from here to the target.
 */
final class MultipartCopier {
    private final Source source;
    private final Target target;
    private final long partSize;
    private final int concurrency;

    /**
     * @param partSize the usual size of a part, in bytes
     * @param concurrency how many parts are on the way at once
     */
    MultipartCopier(Source source, Target target, long partSize, int concurrency) {
        this.source = source;
        this.target = target;
        this.partSize = partSize;
        this.concurrency = concurrency;
    }

    /** Gives the entity tag of the copy, if the target says so. */
    @Nullable
    String run(TargetObject object, Verification verification) throws InterruptedException {
        SourceState version = object.source();
        PartPlan plan = PartPlan.of(version.size(), partSize);
        Optional<StoredChecksum> whole = verification instanceof Verification.WithStoredChecksum(StoredChecksum stored)
                ? Optional.of(stored)
                : Optional.empty();
        Optional<Algorithm> known = whole.map(StoredChecksum::algorithm);
        boolean read = known.filter(Algorithm.CRC64NVME::equals).isPresent();
        Algorithm sent = read ? Verification.COMPUTED : known.orElse(Verification.COMPUTED);
        Upload upload = target.createUpload(object, sent);
        try {
            List<Arrived> arrived =
                    Parallel.map(plan.count(), concurrency, index -> put(upload, plan, version, index, read));
            Optional<String> combined = combined(arrived, read ? Algorithm.CRC64NVME : sent);
            if (whole.isPresent() && combined.isPresent()) {
                compare(whole.get(), combined.get());
            }
            List<Part> parts = arrived.stream().map(Arrived::part).toList();
            return target.complete(upload, parts, version.size(), combined.isPresent() ? Optional.empty() : whole);
        } catch (InterruptedException | RuntimeException e) {
            abort(upload, e);
            throw e;
        }
    }

    /** A part, and its checksum of the algorithm that the source has one of the whole of. */
    private record Arrived(Part part, Optional<String> checksum) {}

    /**
     * Puts one part.
     *
     * @param read whether its checksum is computed from what was read here, not returned by the target
     */
    private Arrived put(Upload upload, PartPlan plan, SourceState version, int index, boolean read) {
        Crc64Nvme checksum = new Crc64Nvme();
        long offset = plan.offset(index);
        try (PinnedRange range = PinnedRange.part(
                source, version, offset, plan.length(index), read ? Optional.of(checksum) : Optional.empty())) {
            Part part = target.put(upload, index + 1, range);
            return new Arrived(part, read ? Optional.of(checksum.base64()) : part.checksum());
        }
    }

    private static Optional<String> combined(List<Arrived> parts, Algorithm algorithm) {
        CrcCombiner crc = CrcCombiner.of(algorithm);
        Optional<String> whole = parts.getFirst().checksum();
        for (Arrived part : parts.subList(1, parts.size())) {
            whole = whole.flatMap(before -> part.checksum()
                    .map(checksum -> crc.combine(before, checksum, part.part().length())));
        }
        return whole;
    }

    private static void compare(StoredChecksum expected, String combined) {
        if (!expected.value().equals(combined)) {
            throw new CorruptedException("the parts have " + expected.algorithm() + " " + combined
                    + ", the source object has " + expected.value() + ": not completed");
        }
    }

    /**
     * Best effort: the role may put, and need not be allowed to abort. An interrupt is put off, so that the request
     * goes out.
     */
    private void abort(Upload upload, Exception failure) {
        boolean interrupted = Thread.interrupted();
        try {
            target.abort(upload);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
