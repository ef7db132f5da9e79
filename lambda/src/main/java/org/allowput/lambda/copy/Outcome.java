package org.allowput.lambda.copy;

import java.util.Optional;
import org.allowput.contract.OutcomeLabel;
import org.allowput.contract.receipt.Receipt;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.report.Log;
import org.jspecify.annotations.Nullable;

/**
 * An outcome is how one event ended. The target object is as its source requires, or the outcome says why it is not.
 *
 * <p>{@link Failed} alone leaves the event unacknowledged, so that its sender delivers it again. The copier gives most
 * outcomes; an event for which nothing is read ends as {@link Skipped} or {@link Failed}.
 */
public sealed interface Outcome extends CopyResult {
    /**
     * What is recorded of an outcome.
     *
     * @param receipt of which kind a receipt is written; null for none
     */
    record Columns(OutcomeLabel label, Log.Level level, Receipt.@Nullable Kind receipt) {
        Columns(OutcomeLabel label, Log.Level level) {
            this(label, level, null);
        }
    }

    /** Without a receipt: no task is skipped, the workflow writes one of its own, and others do not know the target. */
    default Columns columns() {
        return switch (this) {
            case Copied copied ->
                new Columns(
                        OutcomeLabel.COPIED,
                        copied.missingMetadata() > 0 ? Log.Level.WARN : Log.Level.INFO,
                        Receipt.Kind.COPIED);
            case Unconfirmed _ -> new Columns(OutcomeLabel.UNCONFIRMED, Log.Level.WARN, Receipt.Kind.UNCONFIRMED);
            case Existing _ -> new Columns(OutcomeLabel.EXISTING, Log.Level.WARN);
            case Deleted _ -> new Columns(OutcomeLabel.DELETED, Log.Level.INFO, Receipt.Kind.DELETED);
            case HandedOver _ -> new Columns(OutcomeLabel.HANDED_OVER, Log.Level.INFO);
            case Gone _ -> new Columns(OutcomeLabel.GONE, Log.Level.WARN, Receipt.Kind.GONE);
            case Skipped _ -> new Columns(OutcomeLabel.SKIPPED, Log.Level.INFO);
            case Waiting _ -> new Columns(OutcomeLabel.WAITING, Log.Level.INFO, Receipt.Kind.WAITING);
            case Refused _ -> new Columns(OutcomeLabel.REFUSED, Log.Level.ERROR, Receipt.Kind.REFUSED);
            case Failed(Failure failure) ->
                new Columns(OutcomeLabel.FAILED, failure.cause().needsAction() ? Log.Level.ERROR : Log.Level.WARN);
        };
    }

    /** In words, for the sender of the event. */
    default String sentence(@Nullable String targetKey) {
        return switch (this) {
            case Copied copied -> "copied " + copied.bytes() + " bytes to " + targetKey;
            case Unconfirmed(long bytes) ->
                "copied " + bytes + " bytes to " + targetKey
                        + ", not confirmed: the source object was deleted meanwhile";
            case HandedOver(long bytes, String execution) ->
                "handed over " + bytes + " bytes to " + execution + ", which copies them and reports for itself";
            case Existing _ -> "not copied: the target bucket already has an object " + targetKey;
            case Deleted() -> "deleted " + targetKey;
            case Gone() -> "not copied: the source object is gone";
            case Skipped(String reason) -> "skipped: " + reason;
            case Waiting(String reason) -> "waiting: " + reason;
            case Refused(String reason) -> "refused: " + reason;
            case Failed(Failure failure) -> failure.reason();
        };
    }

    /** The reason in the log, where the outcome needs one. */
    default Optional<String> logReason() {
        return switch (this) {
            case Copied _, HandedOver _, Deleted _ -> Optional.empty();
            case Unconfirmed _ ->
                Optional.of("the source object was deleted while it was copied: if it had been overwritten before, the"
                        + " target may keep the older content");
            case Existing _ ->
                Optional.of("the target bucket already has an object with this key, and objects are written once: if"
                        + " the source object was overwritten, its new content was not copied");
            case Gone _ ->
                Optional.of("the source object was gone before it was copied for this event: unless it was copied for"
                        + " an earlier one, the target does not have it");
            case Skipped(String reason) -> Optional.of(reason);
            case Waiting(String reason) -> Optional.of(reason + ": the event of the tag copies it");
            case Refused(String reason) ->
                Optional.of(reason + ": it is not copied; a copy that was made before stays");
            case Failed(Failure failure) -> Optional.of(failure.reason());
        };
    }

    /**
     * The target object is the source object, as it was found again after the copy.
     *
     * @param missingMetadata entries of user metadata that S3 holds but tells nobody, which the target lacks
     * @param version what was copied, and what it became
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html">x-amz-missing-meta</a>
     */
    record Copied(int missingMetadata, Receipt.Version version) implements Outcome {
        public long bytes() {
            return version.size();
        }
    }

    /**
     * The object was sent to the target, and its source was deleted before it could be read again. The target has the
     * object, or it may have it if the answer was lost. If the source had been overwritten before, another copy of the
     * newer content may have arrived earlier than this one: then the target keeps the older content, which nobody can
     * know who does not read the target.
     */
    record Unconfirmed(long bytes) implements Outcome {}

    /**
     * The target already had an object with that key, and objects are written once: it was not changed. It may be a
     * copy of this very content, made for an earlier event, or of content that the source had before.
     */
    record Existing(long bytes) implements Outcome {}

    /** The source object is gone, and so is the target object. */
    record Deleted() implements Outcome {}

    /**
     * The object is larger than one invocation copies, and a workflow is responsible for it: the event is acknowledged.
     *
     * @param execution ARN of the workflow's execution
     */
    record HandedOver(long bytes, String execution) implements Outcome {}

    /**
     * The source object is gone, and deletions are not replicated: the target is left as it is. Whether a version of
     * the object was copied before, for an earlier event, is not known here.
     */
    record Gone() implements Outcome {}

    record Skipped(String reason) implements Outcome {}

    /** The object does not have the tag that it needs to be copied: the event of that tag copies it. */
    record Waiting(String reason) implements Outcome {}

    /** The tag that the object needs has another value: it is not copied, and a person should see why. */
    record Refused(String reason) implements Outcome {}

    /** The target object may be missing or old: the event must not be acknowledged. */
    record Failed(Failure failure) implements Outcome {}
}
