package org.allowput.lambda.copy;

import java.util.Map;
import java.util.Optional;
import org.allowput.contract.object.SourceState;
import org.allowput.lambda.checksum.Verification;
import org.allowput.lambda.multipart.MultipartCopier;
import org.allowput.lambda.multipart.MultipartCopy;
import org.allowput.lambda.s3.S3Source;
import org.allowput.lambda.s3.S3Target;
import org.allowput.lambda.s3.TargetObject;

/**
 * The steps of a copy in parts, for a workflow whose steps run in different processes. Each step may be repeated: parts
 * are put again under the same numbers, and every range is one of the version that the copy began with.
 */
public final class LargeObjectCopier {
    private final S3Source source;
    private final MultipartCopier parts;
    private final TagCheck tagCheck;
    private final CopyConfirmation confirmation;
    private final CopyOptions options;

    public LargeObjectCopier(S3Source source, S3Target target, CopyOptions options) {
        this.source = source;
        this.parts = new MultipartCopier(source, target, options.partSize(), options.concurrentParts());
        this.tagCheck = new TagCheck(source, options);
        this.confirmation = new CopyConfirmation(source, options);
        this.options = options;
    }

    public MultipartCopier parts() {
        return parts;
    }

    public CopyConfirmation confirmation() {
        return confirmation;
    }

    /** Creates the upload for the newest version, or nothing if it is gone, no longer large, or not copied. */
    public Optional<MultipartCopy> begin(String sourceKey, String targetKey) {
        return source.head(sourceKey).flatMap(state -> begin(state, targetKey));
    }

    private Optional<MultipartCopy> begin(SourceState state, String targetKey) {
        Verification verification = Verification.of(state.checksum(), state.md5());
        boolean isLarge = options.limit().isExceededBy(state.size(), verification.needsOnePut());
        return isLarge
                        && options.selection()
                                .exclusion(state.key(), state.size())
                                .isEmpty()
                        && tagCheck.check(state) instanceof TagCheck.Permitted(Map<String, String> tags)
                ? Optional.of(parts.begin(new TargetObject(targetKey, state, tags), verification))
                : Optional.empty();
    }
}
