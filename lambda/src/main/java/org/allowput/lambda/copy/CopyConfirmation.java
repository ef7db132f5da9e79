package org.allowput.lambda.copy;

import java.util.Map;
import java.util.Optional;
import org.allowput.contract.FailureCause;
import org.allowput.contract.object.SourceState;
import org.allowput.contract.receipt.Receipt;
import org.allowput.lambda.failure.FailureClassifier;
import org.allowput.lambda.failure.SourceException;
import org.allowput.lambda.s3.S3Source;
import org.allowput.lambda.s3.StoredObject;
import org.allowput.lambda.s3.TargetObject;

/** Reads the source again after an object was put: the copy counts only if nothing that is copied has changed. */
public final class CopyConfirmation {
    private final S3Source source;
    private final TagCheck tagCheck;
    private final CopyOptions options;

    CopyConfirmation(S3Source source, CopyOptions options) {
        this.source = source;
        this.tagCheck = new TagCheck(source, options);
        this.options = options;
    }

    /**
     * The last look before parts become an object: a copy in parts takes long, and what is complete is visible.
     *
     * @throws SourceException if the object has changed, or its tags no longer permit a copy
     */
    void beforeCompletion(TargetObject copied) {
        if (options.selection().requiresTag() && !isUnchanged(copied)) {
            throw FailureClassifier.sourceChanged("the source object or its tags changed while it was copied");
        }
    }

    /** Whether the newest version of the object is still this one, may be copied, and has still these tags. */
    public boolean isUnchanged(TargetObject copied) {
        Optional<SourceState> now = source.head(copied.source().key());
        return now.isPresent() && isUnchanged(copied, now.get());
    }

    /**
     * How the copy ended, or nothing if the object has to be copied again, or deleted: if it was deleted meanwhile, its
     * deletion may have been replicated before the copy arrived.
     */
    public Optional<Outcome> confirm(TargetObject copied, StoredObject stored) {
        SourceState state = copied.source();
        Optional<SourceState> now = source.head(state.key());
        if (now.isEmpty()) {
            return options.deletes() ? Optional.empty() : Optional.of(new Outcome.Unconfirmed(state.size()));
        }
        if (!isUnchanged(copied, now.get())) {
            return Optional.empty();
        }
        Receipt.Version version = new Receipt.Version(
                Receipt.unquoted(state.eTag()),
                state.versionId(),
                state.lastModified(),
                state.size(),
                stored.eTag() == null ? null : Receipt.unquoted(stored.eTag()),
                stored.versionId(),
                stored.checksum());
        return Optional.of(new Outcome.Copied(state.missingMetadata(), version));
    }

    /**
     * How the copy ended if the target has an object with the key and keeps it, or nothing if deletions are replicated
     * and the source object is gone: then the target's object may be this copy, whose answer was lost, and which
     * arrived after the deletion had been replicated.
     */
    public Optional<Outcome> existing(SourceState state) {
        return options.deletes() && source.head(state.key()).isEmpty()
                ? Optional.empty()
                : Optional.of(new Outcome.Existing(state.size()));
    }

    /** A change of tags leaves all else of an object as it is. */
    private boolean isUnchanged(TargetObject copied, SourceState now) {
        if (!now.equals(copied.source())) {
            return false;
        }
        try {
            return tagCheck.check(now) instanceof TagCheck.Permitted(Map<String, String> tags)
                    && tags.equals(copied.tags());
        } catch (SourceException e) {
            if (FailureClassifier.of(e).cause() == FailureCause.SOURCE_CHANGED) {
                return false;
            }
            throw e;
        }
    }
}
