package org.allowput.lambda.copy;

import java.util.Map;
import java.util.Optional;
import org.allowput.contract.object.SourceState;
import org.allowput.lambda.checksum.Verification;
import org.allowput.lambda.multipart.MultipartCopier;
import org.allowput.lambda.multipart.MultipartCopy;
import org.allowput.lambda.s3.S3Source;
import org.allowput.lambda.s3.S3Target;

/**
 * The steps of a copy in parts, for a workflow whose steps run in different processes. Each step may be repeated: parts
 * are put again under the same numbers, and every range is one of the version that the copy began with.
 */
public record LargeObjectCopier(S3Source source, MultipartCopier parts, SourceRecheck recheck, CopyOptions options) {
    public static LargeObjectCopier of(S3Source source, S3Target target, CopyOptions options) {
        return new LargeObjectCopier(
                source,
                new MultipartCopier(source, target, options.partSize(), options.concurrentParts()),
                new SourceRecheck(source, options),
                options);
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
                || options.selection().exclusion(sourceKey, size).isPresent()
                || recheck.unversioned(state.get()).isPresent()) {
            return Optional.empty();
        }
        Map<String, String> tags = recheck.tags(state.get());
        return recheck.refusal(state.get(), tags).isPresent()
                ? Optional.empty()
                : Optional.of(parts.begin(recheck.target(targetKey, state.get(), tags), verification));
    }
}
