package org.allowput.lambda.copy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.allowput.contract.AfterCopy;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.failure.FailureClassifier;
import org.allowput.lambda.failure.SourceException;
import org.allowput.lambda.s3.Source;
import org.allowput.lambda.s3.SourceState;
import org.allowput.lambda.s3.TargetObject;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Reads the source again after a copy: the copy counts only if nothing has changed since.
 *
 * @param replicatesTags whether tags are copied
 * @param replicatesDeletes whether what is gone from the source is deleted from the target
 * @param afterCopy what is done when a copy is confirmed
 */
record SourceRecheck(Source source, boolean replicatesTags, boolean replicatesDeletes, ConfirmedCopy.Action afterCopy) {
    /** The tags to copy, without the one that says that the object was copied. */
    List<Tag> tags(SourceState state) {
        return replicatesTags
                ? source.tags(state).stream()
                        .filter(tag -> !tag.key().equals(AfterCopy.TAG_KEY))
                        .toList()
                : List.of();
    }

    /** Whether the newest version of the object is still this one, and has still these tags. */
    boolean isUnchanged(TargetObject copied) {
        Optional<SourceState> now = source.head(copied.source().key());
        return now.isPresent() && isUnchanged(copied, now.get());
    }

    /**
     * How the copy ended, or nothing if the object has to be copied again, or deleted: if it was deleted meanwhile, its
     * deletion may have been replicated before the copy arrived.
     */
    Optional<Outcome> outcome(TargetObject copied, @Nullable String targetETag) {
        SourceState state = copied.source();
        Outcome.Versions versions =
                new Outcome.Versions(state.eTag(), state.versionId(), state.lastModified(), targetETag);
        Optional<SourceState> now = source.head(state.key());
        if (now.isEmpty()) {
            return replicatesDeletes
                    ? Optional.empty()
                    : Optional.of(new Outcome.Unconfirmed(state.size(), state.missingMetadata(), versions));
        }
        if (!isUnchanged(copied, now.get())) {
            return Optional.empty();
        }
        Optional<Failure> failure = afterCopy.run(new ConfirmedCopy(state.key(), copied.key(), versions));
        return failure.isPresent()
                ? failure.map(Outcome.Failed::new)
                : Optional.of(new Outcome.Copied(state.size(), state.missingMetadata(), versions));
    }

    /**
     * That the target has an object with the key and keeps it, or nothing if deletions are replicated and the source
     * object is gone: then the target's object may be this copy, whose answer was lost, and which arrived after the
     * deletion had been replicated.
     */
    Optional<Outcome> existing(SourceState state) {
        return replicatesDeletes && source.head(state.key()).isEmpty()
                ? Optional.empty()
                : Optional.of(new Outcome.Existing(state.size()));
    }

    /** A change of tags leaves all else of an object as it is. */
    private boolean isUnchanged(TargetObject copied, SourceState now) {
        if (!now.equals(copied.source())) {
            return false;
        }
        try {
            return Set.copyOf(tags(now)).equals(Set.copyOf(copied.tags()));
        } catch (SourceException e) {
            if (FailureClassifier.of(e).cause() == Failure.Cause.SOURCE_CHANGED) {
                return false;
            }
            throw e;
        }
    }
}
