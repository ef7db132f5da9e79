package org.allowput.infra.monitoring;

import java.time.Duration;
import java.util.List;
import org.allowput.contract.FunctionMetric;
import org.allowput.infra.function.ReplicationMetrics;
import org.allowput.infra.large.LargeObjects;
import org.allowput.infra.reconcile.ScheduledReconciliation;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.events.CfnRule;

/** The alarms of a deployment. Each has a section of the runbook, docs/on-call.md. */
public final class AlarmDefinitions {
    private static final long MILLISECONDS_PER_MINUTE = 60_000;
    /** How long a message may wait, or fail. */
    private static final Duration OLDEST_MESSAGE = Duration.ofMinutes(30);
    /** How long an object may wait for its tag. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(24);

    private AlarmDefinitions() {}

    /** Those that every deployment has. */
    public static List<AlarmDefinition> ofEveryDeployment(Settings settings, ReplicationMetrics metrics) {
        return List.of(
                new AlarmDefinition(
                        "DeadLetters",
                        metrics.deadLetters(),
                        "Objects could not be copied. Their messages stay in the dead-letter queue for 14 days."
                                + " bin/redrive --dry-run shows the reason, and the function's log. Remove the cause,"
                                + " then redrive the messages."),
                new AlarmDefinition(
                        "OldestMessage",
                        metrics.oldestMessage(),
                        OLDEST_MESSAGE.toSeconds(),
                        1,
                        "A message has been in the queue for more than %d minutes. The function is throttled, or is too slow:"
                                        .formatted(OLDEST_MESSAGE.toMinutes())
                                + " check its errors, throttles and concurrency."),
                new AlarmDefinition(
                        "OldestFailedMessage",
                        metrics.failedMessageAge(),
                        OLDEST_MESSAGE.toSeconds(),
                        1,
                        "A message has failed again and again for more than %d minutes: S3 or STS denies, throttles or does not answer."
                                        .formatted(OLDEST_MESSAGE.toMinutes())
                                + " Failures by cause on the dashboard shows which. When the cause is removed, the"
                                + " messages are copied within ten minutes."),
                new AlarmDefinition(
                        "Errors",
                        metrics.errors(),
                        "The function itself failed: an unknown event, a timeout, or too little memory."
                                + " Its log says which. The messages are delivered again after the queue's visibility"
                                + " timeout."),
                new AlarmDefinition(
                        "Throttles",
                        metrics.throttles(),
                        0,
                        3,
                        "Lambda throttles the function: the concurrency of the account, or the reserved concurrency,"
                                + " is used up. No event is lost; copies are late."),
                new AlarmDefinition(
                        "AssumeRoleDenied",
                        metrics.deniedRoles(),
                        "Account A denies AssumeRole: the ExternalId, the role's trust policy or the permissions of"
                            + " the function's role have changed. Ask account A what changed. The messages are retried"
                            + " for hours."),
                new AlarmDefinition(
                        "AccessDenied",
                        metrics.deniedRequests(),
                        "S3 or KMS denied a request for an object. A policy of a bucket, a key, a role or an"
                            + " organization has changed, or a key is disabled. The function's log names the side and"
                            + " the request. The messages are retried for hours."),
                new AlarmDefinition(
                        "ObjectsGone",
                        metrics.counted(FunctionMetric.OBJECTS_GONE),
                        "Objects were created and gone before they were copied: a lifecycle rule of the source bucket,"
                                + " or somebody, deletes objects before their copies are made. The function's log"
                                + " names them, and bin/reconcile those that were never copied."),
                new AlarmDefinition(
                        "ReplicationLag",
                        metrics.lag("p99"),
                        settings.alarms().lagMinutes() * MILLISECONDS_PER_MINUTE,
                        3,
                        "1 percent of the objects take more than %d minutes to arrive. More objects are uploaded than are copied:"
                                        .formatted(settings.alarms().lagMinutes())
                                + " raise queue.functionConcurrency, unless RequestsThrottled rises, too."));
    }

    /** For a deployment that writes receipts. */
    public static AlarmDefinition ofReceipts(ReplicationMetrics metrics) {
        return new AlarmDefinition(
                "ReceiptsFailed",
                metrics.counted(FunctionMetric.RECEIPTS_FAILED),
                "Objects were copied, but their receipts could not be written. Read which and why in the function's"
                    + " log, and remove the cause. Then run bin/reconcile --requeue, or deliver account A's again.");
    }

    /** For a deployment that copies only objects with a tag. */
    public static AlarmDefinition ofRequiredTag(ReplicationMetrics metrics) {
        return new AlarmDefinition(
                "ObjectsRefused",
                metrics.counted(FunctionMetric.OBJECTS_REFUSED),
                "Objects were not copied, because source.requiredTag has another value: a scanner has found something,"
                        + " or could not scan. The function's log names them. A copy that was made before stays.");
    }

    /** For a deployment that compares on a schedule, and copies only objects with a tag. */
    public static AlarmDefinition ofWaiting(ReplicationMetrics metrics) {
        return new AlarmDefinition(
                "LongestWait",
                metrics.latest(FunctionMetric.LONGEST_WAIT),
                LONGEST_WAIT.toSeconds(),
                1,
                "An object waits for source.requiredTag for more than %d hours: its scanner does not run, or cannot tag it."
                                .formatted(LONGEST_WAIT.toHours())
                        + " bin/reconcile lists what waits.",
                TreatMissingData.IGNORE);
    }

    /** For a deployment with the workflow for large objects. */
    public static List<AlarmDefinition> ofLargeObjects(LargeObjects largeObjects) {
        return List.of(
                new AlarmDefinition(
                        "ExecutionsFailed",
                        largeObjects.metric("ExecutionsFailed"),
                        "The copy of a large object failed after all retries. Its event is in the dead-letter queue,"
                                + " with the cause and the execution in its attributes. Remove the cause, then redrive"
                                + " the message, which starts another execution."),
                new AlarmDefinition(
                        "ExecutionsTimedOut",
                        largeObjects.metric("ExecutionsTimedOut"),
                        "The copy of a large object took longer than six days. Its event is in the"
                                + " dead-letter queue. Find out what slows its ranges down, then redrive the"
                                + " message."),
                new AlarmDefinition(
                        "InterruptedFailedInvocations",
                        ReplicationMetrics.ofRule(largeObjects.ruleOfInterrupted(), "FailedInvocations"),
                        "EventBridge could not put the event of an interrupted copy of a large object into the"
                                + " dead-letter queue. It puts the event into the queue, so that the copy begins again,"
                                + " unless that fails, too. Check both queues, their policies and their key."));
    }

    /** For a deployment that compares on a schedule. */
    public static List<AlarmDefinition> ofReconciliation(
            ReplicationMetrics metrics, ScheduledReconciliation reconciliation) {
        return List.of(
                new AlarmDefinition(
                        "ObjectsMissing",
                        metrics.latest(FunctionMetric.OBJECTS_MISSING),
                        0,
                        1,
                        "The scheduled comparison found objects that no receipt says were copied. Its log names them."
                                + " bin/reconcile --requeue copies them.",
                        TreatMissingData.IGNORE),
                new AlarmDefinition(
                        "ObjectsStale",
                        metrics.latest(FunctionMetric.OBJECTS_STALE),
                        0,
                        1,
                        "The scheduled comparison found objects whose newest version no receipt says was copied. Its"
                                + " log names them. bin/reconcile --requeue copies them.",
                        TreatMissingData.IGNORE),
                new AlarmDefinition(
                        "ReconcileErrors",
                        reconciliation.errors(),
                        "A scheduled comparison failed or did not fit into 15 minutes, so nothing is known about"
                                + " missing objects. Its log has the reason. Run bin/reconcile instead."));
    }

    /** For a deployment whose function S3 invokes. */
    public static AlarmDefinition ofAsynchronousInvocations(ReplicationMetrics metrics) {
        return new AlarmDefinition(
                "DeadLetterErrors",
                metrics.deadLetterErrors(),
                "Lambda could not send an event that failed to the queue, and discarded it: the object is not copied."
                        + " Check the queue, its policy and the function's role, then copy what is missing.");
    }

    /** For a deployment that EventBridge delivers events to. */
    public static List<AlarmDefinition> ofRule(CfnRule rule) {
        return List.of(
                new AlarmDefinition(
                        "FailedInvocations",
                        ReplicationMetrics.ofRule(rule, "FailedInvocations"),
                        "EventBridge could not deliver events to the queue, and no longer tries. It sends them to the"
                                + " dead-letter queue. Check the queue and its policy, then redrive the messages."),
                new AlarmDefinition(
                        "InvocationsFailedToBeSentToDlq",
                        ReplicationMetrics.ofRule(rule, "InvocationsFailedToBeSentToDlq"),
                        "EventBridge could deliver events neither to the queue nor to the dead-letter queue, and"
                            + " discarded them: the objects are not copied. Check both queues and their policies, then"
                            + " copy what is missing."));
    }
}
