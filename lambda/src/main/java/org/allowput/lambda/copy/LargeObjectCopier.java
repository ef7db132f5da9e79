package org.allowput.lambda.copy;

import java.util.List;
import java.util.Optional;
import org.allowput.contract.object.SourceState;
import org.allowput.lambda.checksum.Verification;
import org.allowput.lambda.multipart.MultipartCopier;
import org.allowput.lambda.multipart.MultipartCopy;
import org.allowput.lambda.multipart.MultipartCopy.CopiedPart;
import org.allowput.lambda.s3.S3Source;
import org.allowput.lambda.s3.S3Target;
import org.allowput.lambda.s3.StoredObject;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * The steps of a copy in parts, for a workflow whose steps run in different processes. Each step may be repeated: parts
 * are put again under the same numbers, and every range is one of the version that the copy began with.
 */
public final class LargeObjectCopier {
    private final S3Source source;
    private final MultipartCopier parts;
    private final SourceRecheck recheck;
    private final CopyOptions options;

    public LargeObjectCopier(S3Source source, S3Target target, CopyOptions options) {
        this.source = source;
        this.parts = new MultipartCopier(source, target, options.partSize(), options.concurrentParts());
        this.recheck = new SourceRecheck(source, options);
        this.options = options;
    }

    /** Creates the upload for the newest version, or nothing if it is gone, no longer large, or not copied. */
    public Optional<MultipartCopy> begin(String sourceKey, String targetKey) {
        Optional<SourceState> state = source.head(sourceKey);
        if (state.isEmpty()) {
            return Optional.empty();
        }
        Verification verification =
                Verification.of(state.get().checksum(), state.get().md5());
        long size = state.get().size();
        if (!options.limit().isExceededBy(size, verification.needsOnePut())
                || options.selection().exclusion(sourceKey, size).isPresent()) {
            return Optional.empty();
        }
        List<Tag> tags = recheck.tags(state.get());
        return recheck.refusal(state.get(), tags).isPresent()
                ? Optional.empty()
                : Optional.of(parts.begin(recheck.target(targetKey, state.get(), tags), verification));
    }

    /** Whether the newest version is still the one that is copied, and may be. */
    public boolean isCurrent(MultipartCopy copy) {
        return recheck.isUnchanged(copy.object());
    }

    /** Puts so many parts, from the one with the index {@code first}. */
    public List<CopiedPart> copyParts(MultipartCopy copy, int first, int count) throws InterruptedException {
        return parts.copyParts(copy, first, count);
    }

    /** Completes the upload, unless the combined checksums differ from that of the source object. */
    public StoredObject complete(MultipartCopy copy, List<CopiedPart> copied) {
        return parts.complete(copy, copied);
    }

    /** How the completed copy ended, or nothing if the source has changed since it began. */
    public Optional<Outcome> outcome(MultipartCopy copy, StoredObject stored) {
        return recheck.outcome(copy.object(), stored);
    }

    /** How a copy ended that the target refused, since it has an object with the key; nothing if that may be stale. */
    public Optional<Outcome> existing(MultipartCopy copy) {
        return recheck.existing(copy.object().source());
    }
}
