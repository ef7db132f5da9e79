package org.allowput.infra;

import java.util.Optional;
import java.util.stream.Collectors;
import org.allowput.contract.StackOutput;
import org.allowput.infra.function.ReplicationFunction;
import org.allowput.infra.function.ReplicationQueue;
import org.allowput.infra.grant.CallerPolicies;
import org.allowput.infra.grant.ExternalIdParameter;
import org.allowput.infra.large.LargeObjects;
import org.allowput.infra.monitoring.SourceMonitoring;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.reconcile.AthenaQueries;
import org.allowput.infra.reconcile.BatchJobs;
import org.allowput.infra.reconcile.ScheduledReconciliation;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.sourceaccount.Trigger;
import org.allowput.infra.trigger.ExistingBucketNotification;
import software.amazon.awscdk.Stack;
import software.constructs.Construct;

/** Account B's stack: the source bucket, and the function that copies its objects to account A's bucket. */
public final class SourceAccountStack extends Stack {
    public static final String ID = "ReplicationSource";

    public SourceAccountStack(Construct scope, Settings settings, FunctionZips zips) {
        super(
                scope,
                settings.named(ID),
                StackOptions.props(
                        settings.source().account(),
                        settings.source().region(),
                        "AllowPutToS3, source account: a bucket, and a function that copies its objects to the target"
                                + " account",
                        false));
        String externalId = ExternalIdParameter.of(
                this,
                "ExternalId",
                "The ExternalId agreed with account " + settings.target().account(),
                true);
        if (!settings.operations().bucketExists()) {
            OperationsBucket.create(this, settings);
        }
        ReplicationQueue queue = new ReplicationQueue(this, "ReplicationQueue", settings);
        ReplicationFunction function =
                new ReplicationFunction(this, "ReplicationFunction", settings, zips.replication(), externalId, queue);
        function.consume(queue, settings);
        Optional<LargeObjects> largeObjects = settings.largeObjects().enabled()
                ? Optional.of(new LargeObjects(this, "LargeObjects", settings, zips.replication(), externalId, queue))
                : Optional.empty();
        new CallerPolicies(this, settings);
        DeployedSetting.refuseAnotherWorkflow(this, settings);
        largeObjects.map(LargeObjects::stateMachineArn).ifPresent(function::goLiveAfter);
        EventDelivery delivery = new EventDelivery(this, settings, function, queue);
        Outputs outputs = new Outputs(this);
        outputs.identify(settings.name());
        outputs.add(StackOutput.SOURCE_BUCKET_NAME, settings.source().bucketName());
        if (settings.source().claimsBucket()) {
            outputs.claim(settings.source().bucketName());
        }
        outputs.add(StackOutput.TARGET_BUCKET_NAME, settings.target().bucketName());
        outputs.add(StackOutput.OPT_INS, settings.optInNames());
        outputs.add(
                StackOutput.TRIGGERS,
                settings.triggers().stream().map(Trigger::toString).collect(Collectors.joining(",")));
        settings.function()
                .reservedConcurrency()
                .ifPresent(reserved -> outputs.add(StackOutput.RESERVED_CONCURRENCY, reserved));
        outputs.add(StackOutput.FUNCTION_NAME, function.name());
        outputs.add(StackOutput.FUNCTION_ALIAS_ARN, function.aliasArn());
        outputs.add(StackOutput.FUNCTION_LOG_GROUP_NAME, function.logGroupName());
        outputs.add(StackOutput.FUNCTION_ROLE_ARN, function.roleArn());
        outputs.add(StackOutput.CALLER_POLICY, """
            {"Version":"2012-10-17","Statement":[{"Sid":"AssumeTargetRole","Effect":"Allow",\
            "Action":"sts:AssumeRole","Resource":"%s"}]}\
            """.formatted(
                        Arns.role(settings.target().account(), settings.assumedRole())));
        outputs.add(StackOutput.QUEUE_URL, queue.url());
        outputs.add(StackOutput.DEAD_LETTER_QUEUE_URL, queue.deadLettersUrl());
        outputs.add(StackOutput.SELECTION, settings.selection().json());
        outputs.add(
                StackOutput.NOTIFICATION_CONFIGURATION,
                ExistingBucketNotification.of(this, settings, queue.arn(), function.aliasArn()));
        outputs.add(StackOutput.OPERATIONS_BUCKET_NAME, settings.operations().bucketName());
        largeObjects.ifPresent(large -> {
            outputs.add(StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN, large.stateMachineArn());
            outputs.add(StackOutput.LARGE_OBJECTS_FUNCTION_NAME, large.functionName());
            outputs.add(StackOutput.LARGE_OBJECTS_LOG_GROUP_NAME, large.logGroupName());
        });
        if (settings.backfill().enabled()) {
            outputs.add(StackOutput.BACKFILL_ROLE_ARN, new BatchJobs(this, settings, function.aliasArn()).roleArn());
        }
        if (settings.receipts().enabled()) {
            outputs.add(StackOutput.RECEIPTS_KEPT_DAYS, settings.receipts().keptDays());
            outputs.add(StackOutput.ATHENA_DATABASE, new AthenaQueries(this, settings).name());
        }
        Optional<ScheduledReconciliation> reconciliation = settings.reconcile()
                .schedule()
                .map(schedule -> new ScheduledReconciliation(
                        this,
                        "Reconciliation",
                        settings,
                        zips.reconciliation(settings.function().architecture()),
                        schedule,
                        queue,
                        outputs.values()));
        reconciliation.ifPresent(scheduled -> {
            outputs.add(StackOutput.RECONCILE_FUNCTION_NAME, scheduled.name());
            outputs.add(StackOutput.RECONCILE_LOG_GROUP_NAME, scheduled.logGroupName());
        });
        new SourceMonitoring(
                this, settings, function, queue, delivery.rule(), delivery.look(), largeObjects, reconciliation);
        StackOptions.apply(this, settings.source().permissionsBoundaryArn(), settings.tags());
    }
}
