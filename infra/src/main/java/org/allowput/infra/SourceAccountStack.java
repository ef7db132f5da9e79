package org.allowput.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.allowput.contract.StackOutput;
import org.allowput.contract.receipt.Receipts;
import org.allowput.infra.construct.PrivateBucket;
import org.allowput.infra.function.ReplicationFunction;
import org.allowput.infra.function.ReplicationMetrics;
import org.allowput.infra.function.ReplicationQueue;
import org.allowput.infra.grant.CallerPolicies;
import org.allowput.infra.grant.ExternalIdParameter;
import org.allowput.infra.grant.GrantMetadata;
import org.allowput.infra.large.LargeObjects;
import org.allowput.infra.monitoring.AlarmDefinition;
import org.allowput.infra.monitoring.AlarmDefinitions;
import org.allowput.infra.monitoring.ReplicationAlarms;
import org.allowput.infra.monitoring.ReplicationDashboard;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.reconcile.BatchJobs;
import org.allowput.infra.reconcile.ScheduledReconciliation;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.account.DeploymentSettings;
import org.allowput.infra.settings.account.JobSettings;
import org.allowput.infra.settings.account.SourceSettings;
import org.allowput.infra.settings.account.TargetSettings;
import org.allowput.infra.settings.function.AlarmSettings;
import org.allowput.infra.settings.function.LargeObjectSettings;
import org.allowput.infra.settings.function.ReceiptSettings;
import org.allowput.infra.settings.function.ReconcileSettings;
import org.allowput.infra.settings.function.ReplicationFunctionSettings;
import org.allowput.infra.settings.value.Trigger;
import org.allowput.infra.trigger.ExistingBucketNotification;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/** Account B's stack: the source bucket, and the function that copies its objects to account A's bucket. */
public final class SourceAccountStack extends Stack {
    public static final String ID = "ReplicationSource";

    public SourceAccountStack(Construct scope, Settings settings, FunctionZips zips) {
        super(
                scope,
                settings.get(DeploymentSettings.NAME).appendedTo(ID),
                StackOptions.props(
                        settings.get(SourceSettings.ACCOUNT),
                        settings.get(SourceSettings.REGION),
                        "AllowPutToS3, source account: a bucket, and a function that copies its objects to the target"
                                + " account"));
        getTemplateOptions().setMetadata(GrantMetadata.ofSource(settings));
        String externalId = ExternalIdParameter.required(
                this, "ExternalId", "The ExternalId agreed with account " + settings.get(TargetSettings.ACCOUNT));
        ReplicationQueue queue = new ReplicationQueue(this, "ReplicationQueue", settings);
        ReplicationFunction function =
                new ReplicationFunction(this, "ReplicationFunction", settings, zips.replication(), externalId, queue);
        function.consume(queue, settings);
        Optional<LargeObjects> largeObjects = settings.get(LargeObjectSettings.ENABLED)
                ? Optional.of(new LargeObjects(this, "LargeObjects", settings, zips.replication(), externalId, queue))
                : Optional.empty();
        new CallerPolicies(this, settings);
        DeployedSetting.refuseAnotherWorkflow(this, settings);
        largeObjects.map(LargeObjects::stateMachineArn).ifPresent(function::goLiveAfter);
        EventDelivery delivery = new EventDelivery(this, settings, function, queue);
        ReplicationMetrics metrics = new ReplicationMetrics(settings, function, queue);
        Outputs outputs = new Outputs(this);
        outputs.identify(settings.get(DeploymentSettings.NAME));
        outputs.add(StackOutput.SOURCE_BUCKET_NAME, "The source bucket", settings.sourceBucket());
        if (!settings.get(SourceSettings.BUCKET_IS_TARGET_TOO) && !settings.get(SourceSettings.BUCKET_SHARED)) {
            outputs.claim(settings.sourceBucket());
        }
        outputs.add(StackOutput.TARGET_BUCKET_NAME, "The target bucket in account A", settings.targetBucket());
        outputs.add(StackOutput.OPT_INS, "The opt-ins that are deployed", settings.optInNames());
        outputs.add(
                StackOutput.TRIGGERS,
                "How the function gets events: the trigger, and while it changes the previous one",
                settings.triggers().stream().map(Trigger::toString).collect(Collectors.joining(",")));
        settings.get(ReplicationFunctionSettings.RESERVED_CONCURRENCY)
                .ifPresent(reserved ->
                        outputs.add(StackOutput.RESERVED_CONCURRENCY, "The function's reserved concurrency", reserved));
        outputs.add(StackOutput.FUNCTION_NAME, "The function that copies", function.name());
        outputs.add(
                StackOutput.FUNCTION_ALIAS_ARN, "The alias that queue, bucket and jobs invoke", function.aliasArn());
        outputs.add(
                StackOutput.FUNCTION_LOG_GROUP_NAME,
                "The function's log: one JSON line for each outcome",
                function.logGroupName());
        outputs.add(
                StackOutput.FUNCTION_ROLE_ARN,
                "The function's role, which assumes the role in account A",
                function.roleArn());
        outputs.add(
                StackOutput.CALLER_POLICY,
                "Lets other principals of this account assume the role, if account A trusts them: docs/security.md,"
                        + " People",
                """
                {"Version":"2012-10-17","Statement":[{"Sid":"AssumeTargetRole","Effect":"Allow",\
                "Action":"sts:AssumeRole","Resource":"%s"}]}\
                """.formatted(Arns.role(settings.get(TargetSettings.ACCOUNT), settings.assumedRole())));
        outputs.add(StackOutput.QUEUE_URL, "The queue of events to process", queue.url());
        outputs.add(
                StackOutput.DEAD_LETTER_QUEUE_URL,
                "The queue of events whose objects could not be copied",
                queue.deadLettersUrl());
        outputs.add(
                StackOutput.SELECTION,
                "The objects that are copied, and the keys of their copies",
                settings.selection().json());
        outputs.add(
                StackOutput.NOTIFICATION_CONFIGURATION,
                "The source bucket's event notifications, for an existing or imported bucket, to put after each"
                        + " deployment that changes them: docs/settings.md, Existing buckets",
                ExistingBucketNotification.of(this, settings, queue.arn(), function.aliasArn()));
        largeObjects.ifPresent(large -> {
            outputs.add(
                    StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN,
                    "The workflow that copies large objects",
                    large.stateMachineArn());
            outputs.add(StackOutput.LARGE_OBJECTS_FUNCTION_NAME, "The function of that workflow", large.functionName());
            outputs.add(
                    StackOutput.LARGE_OBJECTS_BUCKET_NAME,
                    "Results of that workflow's tasks",
                    settings.get(LargeObjectSettings.BUCKET.name()));
        });
        if (JobSettings.BACKFILL.isEnabled(settings)) {
            outputs.add(
                    StackOutput.BACKFILL_ROLE_ARN,
                    "The role of S3 Batch Operations jobs",
                    new BatchJobs(this, settings, function.aliasArn()).roleArn());
            outputs.add(
                    StackOutput.BACKFILL_BUCKET_NAME,
                    "Manifests and reports of the jobs",
                    settings.get(JobSettings.BACKFILL.name()));
        }
        if (settings.get(ReceiptSettings.ENABLED)) {
            // Apart from the source bucket, so that they are not copied.
            PrivateBucket.ofOption(
                    new Construct(this, "Receipts"),
                    settings,
                    ReceiptSettings.BUCKET,
                    LifecycleRule.builder()
                            .id("ExpireReceipts")
                            .prefix(Receipts.PREFIX)
                            .expiration(Duration.days(settings.get(ReceiptSettings.KEPT_DAYS))));
            outputs.add(
                    StackOutput.RECEIPTS_BUCKET_NAME,
                    "Receipts of copied objects",
                    settings.get(ReceiptSettings.BUCKET.name()));
            outputs.add(
                    StackOutput.RECEIPTS_KEPT_DAYS,
                    "Days that receipts are kept",
                    settings.get(ReceiptSettings.KEPT_DAYS));
        }
        Optional<ScheduledReconciliation> reconciliation = settings.get(ReconcileSettings.SCHEDULE)
                .map(schedule -> new ScheduledReconciliation(
                        this, "Reconciliation", settings, zips.reconciliation(), schedule, queue, outputs.values()));
        reconciliation.ifPresent(scheduled -> {
            outputs.add(
                    StackOutput.RECONCILE_FUNCTION_NAME, "The function that compares on a schedule", scheduled.name());
            outputs.add(StackOutput.RECONCILE_LOG_GROUP_NAME, "The log of that function", scheduled.logGroupName());
        });
        ReplicationAlarms alarms = new ReplicationAlarms(
                this,
                "Alarms",
                settings.get(AlarmSettings.TOPIC),
                settings.get(AlarmSettings.EMAIL),
                settings.get(AlarmSettings.RUNBOOK),
                settings.get(SourceSettings.ACCOUNT).text(),
                alarms(settings, delivery, metrics, largeObjects, reconciliation));
        new ReplicationDashboard(this, "Dashboard", metrics, alarms, largeObjects);
        StackOptions.apply(this, settings.get(SourceSettings.BOUNDARY), settings.tags());
    }

    private static List<AlarmDefinition> alarms(
            Settings settings,
            EventDelivery delivery,
            ReplicationMetrics metrics,
            Optional<LargeObjects> largeObjects,
            Optional<ScheduledReconciliation> reconciliation) {
        List<AlarmDefinition> alarms = new ArrayList<>(AlarmDefinitions.ofEveryDeployment(settings, metrics));
        alarms.addAll(delivery.alarms(metrics));
        if (ReceiptSettings.areWritten(settings)) {
            alarms.add(AlarmDefinitions.ofReceipts(metrics));
        }
        if (settings.selection().requiresTag()) {
            alarms.add(AlarmDefinitions.ofRequiredTag(metrics));
            reconciliation.ifPresent(scheduled -> alarms.add(AlarmDefinitions.ofWaiting(metrics)));
        }
        largeObjects.map(AlarmDefinitions::ofLargeObjects).ifPresent(alarms::addAll);
        reconciliation.ifPresent(scheduled -> alarms.addAll(AlarmDefinitions.ofReconciliation(metrics, scheduled)));
        return alarms;
    }
}
