package org.allowput.lambda.replication;

import org.allowput.contract.FailureCause;
import org.allowput.contract.ReplicatedDeletions;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.lambda.copy.CopyTask;
import org.allowput.lambda.copy.CopyTask.MissingSource;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.settings.FunctionSettings;

/** The decision about one event is made once, before any request is sent, and carries the target key. */
sealed interface EventDecision {
    record Copy(CopyTask task) implements EventDecision {}

    record Skip(String reason) implements EventDecision {}

    record Refuse(Failure failure) implements EventDecision {}

    static EventDecision of(ChangeEvent event, FunctionSettings settings) {
        String sourceBucket = settings.source().name();
        if (!event.bucket().equals(sourceBucket)) {
            return new Refuse(new Failure(
                    FailureCause.PERMANENT,
                    "the event is of bucket " + event.bucket() + "; this function copies from " + sourceBucket
                            + " only: remove the notification that sends it here"));
        }
        EventDecision decision = ofKind(event, settings);
        return event.byReplication() && decision instanceof Copy ? ofCopy(event) : decision;
    }

    /**
     * A copy is not copied on: two deployments, each of which writes keys that the other copies, would never end. This
     * bounds what Lambda's recursive loop detection would bound by default, and does not lose sight of the object.
     *
     * <p>{@code source.bucketIsTargetToo} asks for disjoint keys, so that no deployment that follows it gets such an
     * event for a key that it copies: what a program makes of a copy was put by that program, and is copied. To let
     * some hops pass would take a session of the role for each number of hops; to refuse only what comes back would not
     * end a loop of three buckets. The same objects reach a third account by a second deployment from the first bucket.
     */
    private static EventDecision ofCopy(ChangeEvent event) {
        return new Refuse(new Failure(
                FailureCause.PERMANENT,
                event.eventName() + " was made by a replication, whose copies are not copied on, since two deployments"
                        + " could do so endlessly: let keys.include leave out the keys that the other one writes, and"
                        + " copy from the first bucket to each target"));
    }

    private static EventDecision ofKind(ChangeEvent event, FunctionSettings settings) {
        ReplicatedDeletions deletions = settings.deletions();
        // Whether the object was deleted or has expired, this event does not say.
        MissingSource missingSource = deletions.includeExpirations() ? MissingSource.DELETE : MissingSource.SKIP;
        return switch (event.kind()) {
            case TEST -> new Skip("a test event, which S3 sends when a notification is configured");
            case LOOK -> new Skip("a look at the source bucket, which the next one replaces");
            case OTHER -> new Skip(event.eventName() + " changes nothing that is copied");
            case REMOVED ->
                deletions.areReplicated()
                        ? ofKey(event.key(), MissingSource.DELETE, settings)
                        : new Skip(event.eventName() + ": deletions are not replicated");
            case EXPIRED ->
                deletions.includeExpirations()
                        ? ofKey(event.key(), MissingSource.DELETE, settings)
                        : new Skip(event.eventName() + ": expirations are not replicated");
            case TAGGED ->
                settings.copy().tags() || settings.copy().selection().requiresTag()
                        ? ofKey(event.key(), missingSource, settings)
                        : new Skip(event.eventName() + ": tags are not replicated");
            case CREATED -> ofKey(event.key(), missingSource, settings);
            case TASK ->
                ofKey(
                        event.key(),
                        deletions.includeExpirations() ? MissingSource.DELETE_AND_FAIL : MissingSource.FAIL,
                        settings);
        };
    }

    private static EventDecision ofKey(String sourceKey, MissingSource missingSource, FunctionSettings settings) {
        return settings.copy()
                .selection()
                .targetKey(sourceKey)
                .<EventDecision>map(targetKey -> new Copy(new CopyTask(sourceKey, targetKey, missingSource)))
                .orElseGet(() -> new Skip("the key is not among those that are to be copied"));
    }
}
