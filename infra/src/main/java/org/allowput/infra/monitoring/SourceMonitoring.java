package org.allowput.infra.monitoring;

import static org.allowput.infra.monitoring.SourceMetrics.metric;
import static org.allowput.infra.monitoring.SourceMetrics.per;

import java.util.Map;
import java.util.Optional;
import org.allowput.contract.FailureCause;
import org.allowput.contract.FunctionMetric;
import org.allowput.infra.function.ReplicationFunction;
import org.allowput.infra.function.ReplicationQueue;
import org.allowput.infra.large.LargeObjects;
import org.allowput.infra.reconcile.ScheduledReconciliation;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.sourceaccount.Trigger;
import org.allowput.infra.trigger.SourceLookSchedule;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.scheduler.CfnSchedule;

/** The alarms and the dashboard of account B. A section of docs/on-call.md describes each alarm. */
public final class SourceMonitoring {
    /** So many looks in a row that say nothing are more than a fault of one of them: an hour. */
    private static final int LOOKS_MISSING = 4;

    private final ReplicationFunction function;
    private final SourceMetrics metrics;
    private final Alarms alarms;

    /**
     * Creates them.
     *
     * @param rule the rule of EventBridge that delivers events, if there is one
     * @param look the schedule of looks at the source bucket
     */
    public SourceMonitoring(
            Stack stack,
            Settings settings,
            ReplicationFunction function,
            ReplicationQueue queue,
            Optional<CfnRule> rule,
            CfnSchedule look,
            Optional<LargeObjects> largeObjects,
            Optional<ScheduledReconciliation> reconciliation) {
        this.function = function;
        metrics = new SourceMetrics(settings, function, queue);
        alarms = new Alarms(
                stack,
                settings.alarms().topicArn(),
                settings.alarms().address(),
                settings.alarms().runbook(),
                settings.source().account());
        Alarm deadLetters = alarms.add("DeadLetters", metrics.deadLetters(), """
            Objects could not be copied. Their messages stay in the dead-letter queue for 14 days. bin/redrive \
            --dry-run shows the reason, and the function's log. Remove the cause, then redrive the messages.\
            """);
        Alarm oldestMessage = alarms.add(
                "OldestMessage",
                metrics.oldestMessage(),
                """
                A message has been in the queue for more than 30 minutes. The function is throttled, or is too slow: \
                check its errors, throttles and concurrency.\
                """,
                alarm -> alarm.threshold(Duration.minutes(30).toSeconds()));
        alarms.add(
                "OldestFailedMessage",
                metrics.failedMessageAge(),
                """
                A message, or a task of the workflow, has failed again and again for more than 30 minutes: S3 or STS \
                denies, throttles or does not answer. Failures by cause on the dashboard shows which. When the cause \
                is removed, the messages are copied within ten minutes.\
                """,
                alarm -> alarm.threshold(Duration.minutes(30).toSeconds()));
        addForFunction();
        addForDenials();
        addForConnection(look);
        alarms.add("ObjectsGone", metrics.sum(FunctionMetric.OBJECTS_GONE), """
            Objects were created and gone before they were copied: a lifecycle rule of the source bucket, or \
            somebody, deletes objects before their copies are made. The function's log names them, and \
            bin/reconcile those that were never copied.\
            """);
        Duration lag = Duration.minutes(settings.alarms().lagMinutes());
        Alarm replicationLag = alarms.add(
                "ReplicationLag",
                metrics.lag("p99"),
                """
                1 percent of the objects take more than %d minutes to arrive. More objects are uploaded than are \
                copied: raise queue.functionConcurrency, unless RequestsThrottled rises, too.\
                """.formatted(lag.toMinutes()),
                alarm -> alarm.threshold(lag.toMilliseconds()).evaluationPeriods(3));
        if (settings.triggers().contains(Trigger.S3)) {
            addForS3();
        }
        rule.ifPresent(this::addForEventBridge);
        if (settings.receipts().areWritten()) {
            alarms.add("ReceiptsFailed", metrics.sum(FunctionMetric.RECEIPTS_FAILED), """
                Objects were copied, but their receipts could not be written. Read which and why in the function's \
                log, and remove the cause. Then run bin/reconcile --requeue, or deliver account A's again.\
                """);
        }
        if (settings.selection().requiresTag()) {
            addForRequiredTag(reconciliation.isPresent());
        }
        largeObjects.ifPresent(this::addForLargeObjects);
        reconciliation.ifPresent(this::addForReconciliation);
        SourceDashboard.create(stack, alarms, metrics, deadLetters, oldestMessage, replicationLag, largeObjects);
    }

    /** Over a period in which each message that fails is delivered, so that an alarm does not end between two. */
    private void addForDenials() {
        alarms.add(
                "AssumeRoleDenied",
                per(SourceMetrics.LONGEST_DELAY, metrics.sum(FunctionMetric.ASSUME_ROLE_DENIED)),
                """
                Account A denies AssumeRole: the ExternalId, the role's trust policy or the permissions of the \
                function's role have changed. Ask account A what changed. The messages are retried for hours.\
                """);
        alarms.add("AccessDenied", per(SourceMetrics.LONGEST_DELAY, metrics.failed(FailureCause.ACCESS_DENIED)), """
            S3 or KMS denied a request for an object. A policy of a bucket, a key, a role or an organization has \
            changed, or a key is disabled. The function's log names the side and the request. The messages are \
            retried for hours.\
            """);
    }

    /**
     * Each look writes one value, 1 or 0. None for an hour means that looks cannot be made, and begins as missing data:
     * so this alarm is created after the first look was asked for.
     */
    private void addForConnection(CfnSchedule look) {
        Duration period = SourceLookSchedule.PERIOD;
        alarms.add(
                "SourceDisconnected",
                per(period, metrics.own(FunctionMetric.SOURCE_CONNECTED, "Minimum")),
                """
                The source bucket no longer sends its events here: somebody replaced its notification configuration, \
                or changed the EventBridge rule. bin/status names what is missing. After the repair, bin/reconcile \
                --requeue copies what was put meanwhile.\
                """,
                alarm -> alarm.threshold(1).comparisonOperator(ComparisonOperator.LESS_THAN_THRESHOLD));
        alarms.add(
                        "SourceNotKnown",
                        per(period, metrics.own(FunctionMetric.SOURCE_CONNECTED, "SampleCount")),
                        """
                        For an hour nothing has said whether the source bucket sends its events here: the function \
                        cannot run, may not read the bucket's notification, or is no longer asked to. Its log has the \
                        reason, and bin/status the state of each link.\
                        """,
                        alarm -> alarm.threshold(1)
                                .comparisonOperator(ComparisonOperator.LESS_THAN_THRESHOLD)
                                .evaluationPeriods(LOOKS_MISSING)
                                .treatMissingData(TreatMissingData.BREACHING))
                .getNode()
                .addDependency(look);
    }

    private void addForFunction() {
        alarms.add("Errors", metrics.ofAlias("Errors", "Sum"), """
            The function itself failed: an unknown event, a timeout, or too little memory. Its log says which. \
            The messages are delivered again after the queue's visibility timeout.\
            """);
        alarms.add("Throttles", metrics.ofAlias("Throttles", "Sum"), """
            Lambda throttles the function: the concurrency of the account, or the reserved concurrency, is used \
            up. No event is lost; copies are late.\
            """, alarm -> alarm.evaluationPeriods(3));
    }

    /** Of every version of the function. */
    private void addForS3() {
        alarms.add(
                "DeadLetterErrors",
                metric("AWS/Lambda", "DeadLetterErrors", "Sum", Map.of("FunctionName", function.name())),
                """
                Lambda could not send an event that failed to the queue, and discarded it: the object is not copied. \
                Check the queue, its policy and the function's role, then copy what is missing.\
                """);
    }

    private void addForEventBridge(CfnRule rule) {
        alarms.add("FailedInvocations", SourceMetrics.ofRule(rule, "FailedInvocations"), """
            EventBridge could not deliver events to the queue, and no longer tries. It sends them to the \
            dead-letter queue. Check the queue and its policy, then redrive the messages.\
            """);
        alarms.add("InvocationsFailedToBeSentToDlq", SourceMetrics.ofRule(rule, "InvocationsFailedToBeSentToDlq"), """
            EventBridge could deliver events neither to the queue nor to the dead-letter queue, and discarded \
            them: the objects are not copied. Check both queues and their policies, then copy what is missing.\
            """);
    }

    private void addForRequiredTag(boolean isCompared) {
        alarms.add("ObjectsRefused", metrics.sum(FunctionMetric.OBJECTS_REFUSED), """
            Objects were not copied, because source.requiredTag has another value: a scanner has found \
            something, or could not scan. The function's log names them. A copy that was made before stays.\
            """);
        if (isCompared) {
            alarms.add(
                    "LongestWait",
                    metrics.own(FunctionMetric.LONGEST_WAIT, "Maximum"),
                    """
                    An object waits for source.requiredTag for more than 24 hours: its scanner does not run, or cannot \
                    tag it. bin/reconcile lists what waits.\
                    """,
                    alarm -> alarm.threshold(Duration.hours(24).toSeconds()).treatMissingData(TreatMissingData.IGNORE));
        }
    }

    private void addForLargeObjects(LargeObjects large) {
        alarms.add("ExecutionsFailed", SourceMetrics.ofWorkflow(large, "ExecutionsFailed"), """
            The copy of a large object failed after all retries. Its event is in the dead-letter queue, with the \
            cause and the execution in its attributes. Remove the cause, then redrive the message, which starts \
            another execution.\
            """);
        alarms.add("ExecutionsTimedOut", SourceMetrics.ofWorkflow(large, "ExecutionsTimedOut"), """
            The copy of a large object took longer than six days. Its event is in the dead-letter queue. Find \
            out what slows its ranges down, then redrive the message.\
            """);
        alarms.add(
                "InterruptedFailedInvocations",
                SourceMetrics.ofRule(large.ruleOfInterrupted(), "FailedInvocations"),
                """
                EventBridge could not put the event of an interrupted copy of a large object into the dead-letter \
                queue. It puts the event into the queue, so that the copy begins again, unless that fails, too. \
                Check both queues, their policies and their key.\
                """);
    }

    /** What the last comparison counted stays until the next one. */
    private void addForReconciliation(ScheduledReconciliation scheduled) {
        alarms.add(
                "ObjectsMissing",
                metrics.own(FunctionMetric.OBJECTS_MISSING, "Maximum"),
                """
                The scheduled comparison found objects that no receipt says were copied. Its log names them. \
                bin/reconcile --requeue copies them.\
                """,
                alarm -> alarm.treatMissingData(TreatMissingData.IGNORE));
        alarms.add(
                "ObjectsStale",
                metrics.own(FunctionMetric.OBJECTS_STALE, "Maximum"),
                """
                The scheduled comparison found objects whose newest version no receipt says was copied. Its log \
                names them. bin/reconcile --requeue copies them.\
                """,
                alarm -> alarm.treatMissingData(TreatMissingData.IGNORE));
        alarms.add(
                "ReconcileErrors",
                metric("AWS/Lambda", "Errors", "Sum", Map.of("FunctionName", scheduled.name())),
                """
                A scheduled comparison failed or did not fit into 15 minutes, so nothing is known about missing \
                objects. Its log has the reason. Run bin/reconcile instead.\
                """);
    }
}
