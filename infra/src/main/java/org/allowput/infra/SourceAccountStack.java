package org.allowput.infra;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allowput.infra.settings.AccountId;
import org.allowput.infra.settings.BucketName;
import org.allowput.infra.settings.KeySettings;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.SourceSettings;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;
import software.constructs.IDependable;

/** What account B deploys: its bucket, and the function that copies what appears there into account A's. */
final class SourceAccountStack extends Stack {
    static final String ID = "ReplicationSource";

    SourceAccountStack(Construct scope, Settings settings, Path zip) {
        super(scope, ID, props(settings.source()));
        SourceSettings source = settings.source();
        ExternalIdParameter externalId = new ExternalIdParameter(
                this,
                "ExternalId",
                "The ExternalId agreed with account " + settings.target().account());
        ReplicationFunction function =
                new ReplicationFunction(this, "ReplicationFunction", settings, zip, externalId.reference());
        ReplicationQueue queue = new ReplicationQueue(this, "ReplicationQueue", settings.queue());
        function.consume(queue, settings.queue());
        trigger(settings, function, queue);
        ReplicationMetrics metrics = new ReplicationMetrics(
                settings.target().bucket(), function, queue, settings.function().memory());
        ReplicationAlarms alarms = new ReplicationAlarms(
                this, "Alarms", settings.alarms(), settings.receipts().enabled(), metrics);
        new ReplicationDashboard(this, "Dashboard", metrics, alarms);

        Outputs outputs = new Outputs(this);
        outputs.add("SourceBucketName", "The source bucket", source.bucket().text());
        if (!source.bucketIsTargetToo()) {
            outputs.claim(source.bucket());
        }
        outputs.add("FunctionName", "The function that copies", function.name());
        outputs.add("FunctionAliasArn", "What invokes the function goes by this", function.aliasArn());
        outputs.add("FunctionLogGroupName", "One JSON line an outcome", function.logGroupName());
        outputs.add("FunctionRoleArn", "Who assumes the role in account A", function.roleArn());
        outputs.add("QueueUrl", "What waits to be copied", queue.url());
        outputs.add("DeadLetterQueueUrl", "What could not be copied", queue.deadLettersUrl());
        outputs.add("KeyRule", "Which keys are copied, and to which", keyRule(settings.keys()));
        if (source.bucketExists()) {
            outputs.add(
                    "NotificationConfiguration",
                    "To be added to the source bucket's by its owner: docs/settings.md, Existing buckets",
                    ExistingBucketNotification.of(this, settings, queue.arn(), function.aliasArn()));
        }
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
                    "Receipts of what was copied",
                    settings.receipts().bucket().text());
            outputs.add(
                    "ReceiptsKeptDays",
                    "How long they are kept",
                    Integer.toString(settings.receipts().keptDays()));
        }
        StackOptions.apply(this, source.boundary(), settings.tags());
    }

    private String keyRule(KeySettings keys) {
        return toJsonString(new TreeMap<>(Map.of(
                "includePrefix", keys.includePrefix(),
                "includeSuffix", keys.includeSuffix(),
                "stripPrefix", keys.stripPrefix(),
                "addPrefix", keys.addPrefix())));
    }

    private void trigger(Settings settings, ReplicationFunction function, ReplicationQueue queue) {
        BucketName name = settings.source().bucket();
        AccountId account = settings.source().account();
        Optional<SourceBucket> bucket = settings.source().bucketExists()
                ? Optional.empty()
                : Optional.of(new SourceBucket(this, "SourceBucket", settings));
        switch (settings.trigger()) {
            case SQS -> {
                IDependable permission = queue.admitBucket(name, account);
                bucket.ifPresent(created -> created.notifyQueue(queue.arn(), permission));
            }
            case S3 -> {
                IDependable permission = function.admitBucket(name, account, queue);
                bucket.ifPresent(created -> created.notifyFunction(function.aliasArn(), permission));
            }
            case EVENTBRIDGE -> {
                new SourceBucketRule(this, "SourceBucketRule", settings, queue);
                bucket.ifPresent(SourceBucket::notifyEventBridge);
            }
        }
    }

    private static StackProps props(SourceSettings source) {
        return StackProps.builder()
                .env(Environment.builder()
                        .account(source.account().text())
                        .region(source.region().text())
                        .build())
                .description("AllowPutToS3, source account: a bucket, and a function that copies its objects across")
                .build();
    }
}
