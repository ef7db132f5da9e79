package org.allowput.lambda.copy;

import java.util.Map;
import java.util.Optional;
import org.allowput.contract.FailureCause;
import org.allowput.contract.object.SourceState;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.selection.RequiredTag.Clearance;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.failure.FailureClassifier;
import org.allowput.lambda.failure.SourceException;
import org.allowput.lambda.s3.S3Source;
import org.allowput.lambda.s3.StoredObject;
import org.allowput.lambda.s3.TargetObject;

/**
 * Reads the source again: before a copy its tags, which must be those of the bytes that are copied, and after it
 * whether anything has changed since, as only then the copy counts.
 */
public record SourceRecheck(S3Source source, CopyOptions options) {
    /**
     * Why an object cannot be cleared by its tags, or nothing: they are those of its bytes only if its version id names
     * the bytes for ever. Entity tag and {@code Last-Modified} do not, as that of an upload in parts is its initiation.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html">System-defined object
     *     metadata</a>
     */
    Optional<Failure> unversioned(SourceState state) {
        return options.selection().requiresTag() && !state.isImmutable()
                ? Optional.of(new Failure(
                        FailureCause.PERMANENT,
                        "the source object has " + (state.versionId() == null ? "no version id" : "the version id null")
                                + ", so that its tag may be of other bytes: source.requiredTag needs versioning of the"
                                + " source bucket. Enable it, and put the object again"))
                : Optional.empty();
    }

    /**
     * The tags of that version, if they are copied or decide.
     *
     * @throws SourceException if the object has changed
     */
    Map<String, String> tags(SourceState state) {
        return options.tags() || options.selection().requiresTag() ? source.tags(state) : Map.of();
    }

    /** Why an object with these tags is not copied, or nothing. */
    Optional<Outcome> refusal(SourceState state, Map<String, String> tags) {
        return switch (options.selection().clearance(state.key(), tags)) {
            case Clearance.Cleared() -> Optional.empty();
            case Clearance.Waiting(String reason) -> Optional.of(new Outcome.Waiting(reason));
            case Clearance.Refused(String reason) -> Optional.of(new Outcome.Refused(reason));
        };
    }

    TargetObject target(String targetKey, SourceState state, Map<String, String> tags) {
        return new TargetObject(targetKey, state, copied(tags));
    }

    private Map<String, String> copied(Map<String, String> tags) {
        return options.tags() ? tags : Map.of();
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
    public Optional<Outcome> outcome(TargetObject copied, StoredObject stored) {
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
     * That the target has an object with the key and keeps it, or nothing if deletions are replicated and the source
     * object is gone: then the target's object may be this copy, whose answer was lost, and which arrived after the
     * deletion had been replicated.
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
            Map<String, String> tags = tags(now);
            return refusal(now, tags).isEmpty() && copied(tags).equals(copied.tags());
        } catch (SourceException e) {
            if (FailureClassifier.of(e).cause() == FailureCause.SOURCE_CHANGED) {
                return false;
            }
            throw e;
        }
    }
}
