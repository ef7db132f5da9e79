package org.allowput.lambda.copy;

import static org.allowput.contract.FunctionMetric.OBJECTS_COPIED;
import static org.allowput.contract.FunctionMetric.OBJECTS_EXISTING;
import static org.allowput.contract.FunctionMetric.OBJECTS_FAILED;
import static org.allowput.contract.FunctionMetric.OBJECTS_GONE;
import static org.allowput.contract.FunctionMetric.OBJECTS_REFUSED;
import static org.allowput.contract.FunctionMetric.OBJECTS_SKIPPED;
import static org.allowput.contract.FunctionMetric.OBJECTS_UNCONFIRMED;
import static org.allowput.contract.FunctionMetric.OBJECTS_WAITING;
import static org.allowput.contract.FunctionMetric.WORKFLOWS_STARTED;
import static org.allowput.contract.receipt.OutcomeLabel.COPIED;
import static org.allowput.contract.receipt.OutcomeLabel.DELETED;
import static org.allowput.contract.receipt.OutcomeLabel.EXISTING;
import static org.allowput.contract.receipt.OutcomeLabel.FAILED;
import static org.allowput.contract.receipt.OutcomeLabel.GONE;
import static org.allowput.contract.receipt.OutcomeLabel.REFUSED;
import static org.allowput.contract.receipt.OutcomeLabel.SKIPPED;
import static org.allowput.contract.receipt.OutcomeLabel.UNCONFIRMED;
import static org.allowput.contract.receipt.OutcomeLabel.WAITING;
import static org.allowput.contract.receipt.OutcomeLabel.WORKFLOW_STARTED;
import static org.allowput.lambda.report.Log.Level.ERROR;
import static org.allowput.lambda.report.Log.Level.INFO;
import static org.allowput.lambda.report.Log.Level.WARN;

import java.util.Map;
import java.util.TreeMap;
import org.allowput.contract.FunctionMetric;
import org.allowput.contract.LogField;
import org.allowput.contract.receipt.OutcomeLabel;
import org.allowput.contract.receipt.Receipt;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.report.Log;
import org.jspecify.annotations.Nullable;

/**
 * An outcome is how one event ended. The target object is as its source requires, or the outcome says why it is not.
 *
 * <p>{@link Failed} alone leaves the event unacknowledged, so that its sender delivers it again. The copier gives most
 * outcomes; an event for which nothing is read ends as {@link Skipped} or {@link Failed}. {@link #describe} has all
 * that is reported about each.
 */
public sealed interface Outcome extends CopyResult {
    /**
     * A description has all that the log, the metrics, the receipts and the sender of the event say about an outcome.
     *
     * @param metric counts the objects with this outcome
     * @param sentence for the sender of the event
     * @param reason for the log; empty if the label says all
     * @param fields of the log line besides those of each event, in alphabetical order
     */
    record Description(
            OutcomeLabel label,
            Log.Level level,
            FunctionMetric metric,
            String sentence,
            String reason,
            Map<String, Object> fields) {
        public Description {
            fields = new TreeMap<>(fields);
        }
    }

    /**
     * Describes the outcome for all reports about it.
     *
     * @param targetKey of the copy; null if the event was skipped or refused
     */
    default Description describe(@Nullable String targetKey) {
        return switch (this) {
            case Copied copied ->
                new Description(
                        COPIED,
                        copied.missingMetadata() > 0 ? WARN : INFO,
                        OBJECTS_COPIED,
                        "copied " + copied.bytes() + " bytes to " + targetKey,
                        "",
                        copied.fields());
            case Unconfirmed(long bytes) ->
                new Description(
                        UNCONFIRMED,
                        WARN,
                        OBJECTS_UNCONFIRMED,
                        "copied " + bytes + " bytes to " + targetKey
                                + ", not confirmed: the source object was deleted meanwhile",
                        "the source object was deleted while it was copied: if it had been overwritten before, the"
                                + " target may keep the older content",
                        Map.of("bytes", bytes));
            case Existing(long bytes) ->
                new Description(
                        EXISTING,
                        WARN,
                        OBJECTS_EXISTING,
                        "not copied: the target bucket already has an object " + targetKey,
                        "the target bucket already has an object with this key, and objects are written once: if the"
                                + " source object was overwritten, its new content was not copied",
                        Map.of("bytes", bytes));
            case Deleted() -> new Description(DELETED, INFO, OBJECTS_COPIED, "deleted " + targetKey, "", Map.of());
            case WorkflowStarted(long bytes, String execution) ->
                new Description(
                        WORKFLOW_STARTED,
                        INFO,
                        WORKFLOWS_STARTED,
                        "started " + execution + ", which copies " + bytes + " bytes and reports how that ends",
                        "",
                        Map.of("bytes", bytes, LogField.EXECUTION, execution));
            case Gone() ->
                new Description(
                        GONE,
                        WARN,
                        OBJECTS_GONE,
                        "not copied: the source object is gone",
                        "the source object was gone before it was copied for this event: unless an earlier invocation"
                                + " put it, which may have ended without a report, the target does not have it",
                        Map.of());
            case Skipped(String reason) ->
                new Description(SKIPPED, INFO, OBJECTS_SKIPPED, "skipped: " + reason, reason, Map.of());
            case Waiting(String reason) ->
                new Description(
                        WAITING,
                        INFO,
                        OBJECTS_WAITING,
                        "waiting: " + reason,
                        reason + ": the event of the tag copies it",
                        Map.of());
            case Refused(String reason) ->
                new Description(
                        REFUSED,
                        ERROR,
                        OBJECTS_REFUSED,
                        "refused: " + reason,
                        reason + ": it is not copied; a copy that was made before stays",
                        Map.of());
            case Failed(Failure failure) ->
                new Description(
                        FAILED,
                        failure.cause().needsAction() ? ERROR : WARN,
                        OBJECTS_FAILED,
                        failure.reason(),
                        failure.reason(),
                        Map.of(LogField.CAUSE, failure.cause().label()));
        };
    }

    /**
     * The target object is the source object, as it was found again after the copy.
     *
     * @param missingMetadata entries of user metadata that S3 has but does not return, which the target lacks
     * @param version what was copied, and what it became
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html">x-amz-missing-meta</a>
     */
    record Copied(int missingMetadata, Receipt.Version version) implements Outcome {
        public long bytes() {
            return version.size();
        }

        private Map<String, Object> fields() {
            Map<String, Object> fields = new TreeMap<>();
            fields.put("bytes", bytes());
            fields.put(LogField.E_TAG, version.eTag());
            if (missingMetadata > 0) {
                fields.put("missingMetadata", (long) missingMetadata);
            }
            return fields;
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
    record WorkflowStarted(long bytes, String execution) implements Outcome {}

    /**
     * The source object is gone, and deletions are not replicated: the target is left as it is. Whether a version of
     * the object was copied before, for an earlier event or by a worker that died, is not known here.
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
