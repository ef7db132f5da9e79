package org.allowput.lambda.copy;

import java.util.List;
import java.util.Optional;
import org.allowput.lambda.copy.StoredChecksum.Algorithm;
import org.allowput.lambda.copy.Target.Part;
import org.allowput.lambda.copy.Target.Upload;

/**
 * One version of an object, copied in parts: each is a range of exactly that version, so no overwrite on the way makes
 * an object of two halves.
 *
 * <p>Before the parts are made one object, the checksums that the target computed of them are combined and compared
 * with the one that the source has of the whole. Where the target told none it gets the source's, and checks the whole
 * itself.
 */
final class MultipartCopy {
    private final Source source;
    private final Target target;
    private final long partSize;
    private final int concurrency;

    /**
     * @param partSize the usual size of a part, in bytes
     * @param concurrency how many parts are on the way at once
     */
    MultipartCopy(Source source, Target target, long partSize, int concurrency) {
        this.source = source;
        this.target = target;
        this.partSize = partSize;
        this.concurrency = concurrency;
    }

    void run(TargetObject object, Verification verification) throws InterruptedException {
        SourceState version = object.source();
        PartPlan plan = PartPlan.of(version.size(), partSize);
        Optional<StoredChecksum> whole = verification instanceof Verification.HandedOn(StoredChecksum stored)
                ? Optional.of(stored)
                : Optional.empty();
        Upload upload =
                target.begin(object, whole.map(StoredChecksum::algorithm).orElse(Verification.COMPUTED));
        try {
            List<Part> parts = Parallel.map(plan.count(), concurrency, index -> put(upload, plan, version, index));
            Optional<String> arrived = combined(parts, upload.algorithm());
            if (whole.isPresent() && arrived.isPresent()) {
                compare(whole.get().value(), arrived.get(), upload.algorithm());
            }
            target.complete(upload, parts, version.size(), arrived.isPresent() ? Optional.empty() : whole);
        } catch (InterruptedException | RuntimeException e) {
            abort(upload, e);
            throw e;
        }
    }

    private Part put(Upload upload, PartPlan plan, SourceState version, int index) {
        try (PinnedRange range = PinnedRange.part(source, version, plan.offset(index), plan.length(index))) {
            return target.put(upload, index + 1, range);
        }
    }

    private static Optional<String> combined(List<Part> parts, Algorithm algorithm) {
        Crc crc = Crc.of(algorithm);
        Optional<String> whole = parts.getFirst().checksum();
        for (Part part : parts.subList(1, parts.size())) {
            whole = whole.flatMap(
                    before -> part.checksum().map(checksum -> crc.combine(before, checksum, part.length())));
        }
        return whole;
    }

    private static void compare(String expected, String arrived, Algorithm algorithm) {
        if (!expected.equals(arrived)) {
            throw new CorruptedException("the parts that arrived have " + algorithm + " " + arrived
                    + ", the source object has " + expected + ": not completed");
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
