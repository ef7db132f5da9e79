package org.allowput.lambda.copy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.allowput.contract.object.SourceState;
import org.allowput.contract.selection.RequiredTag.Clearance;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.failure.FailureClassifier;
import org.allowput.lambda.failure.SourceException;
import org.allowput.lambda.s3.S3Source;
import org.allowput.lambda.s3.S3Source.SourceObject;
import org.allowput.lambda.s3.StoredObject;
import org.allowput.lambda.s3.TargetObject;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Reads the source again: before a copy its tags, which must be those of the bytes that are copied, and after it
 * whether anything has changed since, as only then the copy counts.
 */
public record SourceRecheck(S3Source source, CopyOptions options) {
    /**
     * The tags of those bytes, if they are copied or decide.
     *
     * <p>Tags are read for a version id. Where that does not name the bytes for ever, they may be of an object that was
     * written meanwhile: so the object is looked at again after its tags, before anything is sent to the target.
     *
     * @throws SourceException if the object has changed
     */
    List<Tag> tags(SourceState state) {
        boolean decide = options.selection().requiresTag();
        if (!options.tags() && !decide) {
            return List.of();
        }
        List<Tag> tags = source.tags(state);
        if (decide
                && !state.isImmutable()
                && source.head(state.key()).filter(state::equals).isEmpty()) {
            throw FailureClassifier.sourceChanged("the source object was written again before it could be copied");
        }
        return tags;
    }

    /**
     * The tags of an object that is open.
     *
     * @throws SourceException if the object has changed: also if it has tags now, and had none when it was opened, as
     *     the tags may be of other bytes, which were replaced again
     */
    List<Tag> tags(SourceObject opened) {
        List<Tag> tags = tags(opened.state());
        if (options.selection().requiresTag()
                && !opened.state().isImmutable()
                && opened.tagCount() == 0
                && !tags.isEmpty()) {
            throw FailureClassifier.sourceChanged("the source object got its tags after it was opened");
        }
        return tags;
    }

    /** Why an object with these tags is not copied, or nothing. */
    Optional<Outcome> refusal(SourceState state, List<Tag> tags) {
        return switch (options.selection()
                .clearance(state.key(), tags.stream().collect(Collectors.toMap(Tag::key, Tag::value)))) {
            case Clearance.Cleared() -> Optional.empty();
            case Clearance.Waiting(String reason) -> Optional.of(new Outcome.Waiting(reason));
            case Clearance.Refused(String reason) -> Optional.of(new Outcome.Refused(reason));
        };
    }

    /** What the target object is to be: with the tags, if they are copied. */
    TargetObject target(String targetKey, SourceState state, List<Tag> tags) {
        return new TargetObject(targetKey, state, copied(tags));
    }

    private List<Tag> copied(List<Tag> tags) {
        return options.tags() ? tags : List.of();
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
        Outcome.Versions versions = new Outcome.Versions(state.eTag(), state.versionId(), state.lastModified(), stored);
        return Optional.of(new Outcome.Copied(state.size(), state.missingMetadata(), versions));
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
            List<Tag> tags = tags(now);
            return refusal(now, tags).isEmpty() && Set.copyOf(copied(tags)).equals(Set.copyOf(copied.tags()));
        } catch (SourceException e) {
            if (FailureClassifier.of(e).cause() == Failure.Cause.SOURCE_CHANGED) {
                return false;
            }
            throw e;
        }
    }
}
