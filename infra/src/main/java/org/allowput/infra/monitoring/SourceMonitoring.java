package org.allowput.infra.monitoring;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.contract.MetricDimensions;
import org.allowput.infra.construct.PackagedFile;
import org.allowput.infra.function.ReplicationFunction;
import org.allowput.infra.function.ReplicationQueue;
import org.allowput.infra.large.LargeObjects;
import org.allowput.infra.reconcile.ScheduledReconciliation;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.Settings.Trigger;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.events.CfnRule;
import software.constructs.Construct;

/** The alarms and the dashboard of account B. */
public final class SourceMonitoring {
    private static final long MILLISECONDS_PER_MINUTE = 60_000;

    private SourceMonitoring() {}

    /**
     * With what some deployments have.
     *
     * @param rule of EventBridge that delivers events
     */
    public static void create(
            Stack stack,
            Settings settings,
            ReplicationFunction function,
            ReplicationQueue queue,
            Optional<CfnRule> rule,
            Optional<LargeObjects> largeObjects,
            Optional<ScheduledReconciliation> reconciliation) {
        int lag = settings.alarms().lagMinutes();
        Map<String, Object> values = new TreeMap<>(Map.of(
                "LagMinutes", lag,
                "LagMilliseconds", lag * MILLISECONDS_PER_MINUTE,
                "MemoryMiB", settings.function().memoryMiB(),
                "Region", Aws.REGION,
                "Queue", queue.name(),
                "DeadLetterQueue", queue.deadLettersName(),
                "Function", function.name(),
                "Dimensions", dimensions(settings)));
        rule.ifPresent(delivering -> values.put("SourceBucketRule", delivering.getRef()));
        largeObjects.ifPresent(large -> {
            values.put("StateMachine", large.stateMachineArn());
            values.put("InterruptedRule", large.ruleOfInterrupted().getRef());
        });
        reconciliation.ifPresent(scheduled -> values.put("ReconcileFunction", scheduled.name()));
        values.putAll(PackagedFile.holding(Map.of(
                "S3", settings.triggers().contains(Trigger.S3),
                "Receipts", settings.receipts().areWritten(),
                "RequiredTag", settings.selection().requiresTag())));
        Alarms alarms = new Alarms(
                stack,
                "Source",
                settings.alarms().topicArn(),
                settings.alarms().address(),
                settings.alarms().runbook(),
                settings.source().account(),
                values);
        values.put("Alarms", alarms.arns());
        List<String> sections = largeObjects.isPresent() ? List.of("Source", "LargeObjects") : List.of("Source");
        Dashboards.create(new Construct(stack, "Dashboard"), sections, values);
    }

    /** Names and values of those of each metric, in turn. */
    private static List<String> dimensions(Settings settings) {
        return MetricDimensions.of(settings.name().orElse(""), settings.target().bucketName())
                .byName()
                .entrySet()
                .stream()
                .flatMap(dimension -> Stream.of(dimension.getKey(), dimension.getValue()))
                .toList();
    }
}
