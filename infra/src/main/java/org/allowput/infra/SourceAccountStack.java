package org.allowput.infra;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.SourceSettings;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/** Account B's stack: the source bucket, and the function that copies its objects to account A's bucket. */
final class SourceAccountStack extends Stack {
    static final String ID = "ReplicationSource";

    SourceAccountStack(Construct scope, Settings settings, Path zip) {
        super(scope, settings.name().appendedTo(ID), props(settings.source()));
        SourceSettings source = settings.source();
        ExternalIdParameter externalId = new ExternalIdParameter(
                this,
                "ExternalId",
                "The ExternalId agreed with account " + settings.target().account());
        ReplicationFunction function =
                new ReplicationFunction(this, "ReplicationFunction", settings, zip, externalId.reference());
        ReplicationQueue queue = new ReplicationQueue(
                this,
                "ReplicationQueue",
                settings.queue(),
                settings.encryption().queueKey());
        function.consume(queue, settings.queue(), settings.pollers());
        EventDelivery delivery = new EventDelivery(this, settings, function, queue);
        ReplicationMetrics metrics = new ReplicationMetrics(settings, function, queue);
        ReplicationAlarms alarms = new ReplicationAlarms(
                this, "Alarms", settings.alarms(), source.account(), alarms(settings, delivery, metrics));
        new ReplicationDashboard(this, "Dashboard", metrics, alarms);

        Outputs outputs = new Outputs(this);
        outputs.identify(settings.name());
        outputs.add("SourceBucketName", "The source bucket", source.bucket().text());
        if (!source.bucketIsTargetToo() && !source.bucketShared()) {
            outputs.claim(source.bucket());
        }
        outputs.add(
                "TargetBucketName",
                "The target bucket in account A",
                settings.target().bucket().text());
        outputs.add("OptIns", "The opt-ins that are deployed", settings.optIns().names());
        outputs.add("FunctionName", "The function that copies", function.name());
        outputs.add("FunctionAliasArn", "The alias that queue, bucket and jobs invoke", function.aliasArn());
        outputs.add(
                "FunctionLogGroupName", "The function's log: one JSON line for each outcome", function.logGroupName());
        outputs.add("FunctionRoleArn", "The function's role, which assumes the role in account A", function.roleArn());
        outputs.add("QueueUrl", "The queue of events to process", queue.url());
        outputs.add(
                "DeadLetterQueueUrl", "The queue of events whose objects could not be copied", queue.deadLettersUrl());
        outputs.add(
                "KeyRule",
                "The keys that are copied, and how their copies are named",
                settings.keys().json());
        outputs.add(
                "NotificationConfiguration",
                "The source bucket's event notifications, for an existing or imported bucket: docs/settings.md,"
                        + " Existing buckets",
                ExistingBucketNotification.of(this, settings, queue.arn(), function.aliasArn()));
        if (settings.backfill().enabled()) {
            Backfill backfill = new Backfill(this, "Backfill", settings, function.aliasArn());
            outputs.add("BackfillRoleArn", "The role of S3 Batch Operations jobs", backfill.roleArn());
            outputs.add(
                    "BackfillBucketName",
                    "Manifests and reports of the jobs",
                    settings.backfill().bucket().text());
        }
        if (settings.receipts().enabled()) {
            new ReceiptsBucket(this, "Receipts", settings.receipts());
            outputs.add(
                    "ReceiptsBucketName",
                    "Receipts of copied objects",
                    settings.receipts().bucket().text());
            outputs.add(
                    "ReceiptsKeptDays",
                    "Days that receipts are kept",
                    Integer.toString(settings.receipts().keptDays()));
        }
        StackOptions.apply(this, source.boundary(), settings.tags());
    }

    private static List<AlarmDefinition> alarms(Settings settings, EventDelivery delivery, ReplicationMetrics metrics) {
        List<AlarmDefinition> alarms = new ArrayList<>(AlarmDefinitions.ofEveryDeployment(settings.alarms(), metrics));
        alarms.addAll(delivery.alarms(metrics));
        if (settings.receipts().enabled()) {
            alarms.add(AlarmDefinitions.ofReceipts(metrics));
        }
        return alarms;
    }

    private static StackProps props(SourceSettings source) {
        return StackProps.builder()
                .env(Environment.builder()
                        .account(source.account().text())
                        .region(source.region().text())
                        .build())
                .description(
                        "AllowPutToS3, source account: a bucket, and a function that copies its objects to the target"
                                + " account")
                .build();
    }
}
