package org.allowput.infra.monitoring;

import static org.allowput.infra.monitoring.AlarmDefinition.declared;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allowput.contract.FunctionMetric;
import org.allowput.infra.function.ReplicationMetrics;
import org.allowput.infra.large.LargeObjects;
import org.allowput.infra.reconcile.ScheduledReconciliation;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.value.Trigger;
import software.amazon.awscdk.services.events.CfnRule;

/** The alarms of account B, each for what can go wrong in its deployment. */
public final class AlarmDefinitions {
    private static final long MILLISECONDS_PER_MINUTE = 60_000;

    private AlarmDefinitions() {}

    /**
     * Those of one deployment.
     *
     * @param rule of EventBridge that delivers events, if there is one
     */
    public static List<AlarmDefinition> ofSource(
            Settings settings,
            ReplicationMetrics metrics,
            Optional<CfnRule> rule,
            Optional<LargeObjects> largeObjects,
            Optional<ScheduledReconciliation> reconciliation) {
        List<AlarmDefinition> alarms = new ArrayList<>();
        alarms.add(declared("DeadLetters", metrics.deadLetters()));
        alarms.add(declared("OldestMessage", metrics.oldestMessage()));
        alarms.add(declared("OldestFailedMessage", metrics.failedMessageAge()));
        alarms.add(declared("Errors", metrics.errors()));
        alarms.add(declared("Throttles", metrics.throttles()));
        alarms.add(declared("AssumeRoleDenied", metrics.deniedRoles()));
        alarms.add(declared("AccessDenied", metrics.deniedRequests()));
        alarms.add(declared("ObjectsGone", metrics.counted(FunctionMetric.OBJECTS_GONE)));
        int lag = settings.alarms().lagMinutes();
        alarms.add(declared("ReplicationLag", metrics.lag("p99")).with(lag * MILLISECONDS_PER_MINUTE, 3, lag));
        if (settings.triggers().contains(Trigger.S3)) {
            alarms.add(declared("DeadLetterErrors", metrics.deadLetterErrors()));
        }
        rule.ifPresent(delivering -> {
            alarms.add(declared("FailedInvocations", ReplicationMetrics.ofRule(delivering, "FailedInvocations")));
            alarms.add(declared(
                    "InvocationsFailedToBeSentToDlq",
                    ReplicationMetrics.ofRule(delivering, "InvocationsFailedToBeSentToDlq")));
        });
        if (settings.receipts().areWritten()) {
            alarms.add(declared("ReceiptsFailed", metrics.counted(FunctionMetric.RECEIPTS_FAILED)));
        }
        if (settings.selection().requiresTag()) {
            alarms.add(declared("ObjectsRefused", metrics.counted(FunctionMetric.OBJECTS_REFUSED)));
            reconciliation.ifPresent(
                    scheduled -> alarms.add(declared("LongestWait", metrics.latest(FunctionMetric.LONGEST_WAIT))));
        }
        largeObjects.ifPresent(large -> {
            alarms.add(declared("ExecutionsFailed", large.metric("ExecutionsFailed")));
            alarms.add(declared("ExecutionsTimedOut", large.metric("ExecutionsTimedOut")));
            alarms.add(declared(
                    "InterruptedFailedInvocations",
                    ReplicationMetrics.ofRule(large.ruleOfInterrupted(), "FailedInvocations")));
        });
        reconciliation.ifPresent(scheduled -> {
            alarms.add(declared("ObjectsMissing", metrics.latest(FunctionMetric.OBJECTS_MISSING)));
            alarms.add(declared("ObjectsStale", metrics.latest(FunctionMetric.OBJECTS_STALE)));
            alarms.add(declared("ReconcileErrors", scheduled.errors()));
        });
        return alarms;
    }
}
