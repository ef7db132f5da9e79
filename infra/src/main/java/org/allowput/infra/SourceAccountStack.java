package org.allowput.infra;

import java.nio.file.Path;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.SourceSettings;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

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
        SourceBucket bucket = new SourceBucket(this, "SourceBucket", source.bucket(), settings.keys());
        ReplicationQueue queue = new ReplicationQueue(this, "ReplicationQueue", settings.queue());
        switch (settings.trigger()) {
            case SQS -> bucket.notifyQueue(queue.arn(), queue.admitBucket(source.bucket(), source.account()));
            case S3 ->
                bucket.notifyFunction(
                        function.aliasArn(), function.admitBucket(source.bucket(), source.account(), queue));
            case EVENTBRIDGE -> {
                bucket.notifyEventBridge();
                new SourceBucketRule(this, "SourceBucketRule", source, settings.keys(), queue);
            }
        }
        function.consume(queue, settings.queue());

        Outputs outputs = new Outputs(this);
        outputs.add("SourceBucketName", "The source bucket", source.bucket().text());
        outputs.add("FunctionName", "The function that copies", function.name());
        outputs.add("FunctionAliasArn", "What invokes the function goes by this", function.aliasArn());
        outputs.add("FunctionLogGroupName", "One JSON line an outcome", function.logGroupName());
        outputs.add("FunctionRoleArn", "Who assumes the role in account A", function.roleArn());
        outputs.add("QueueUrl", "What waits to be copied", queue.url());
        outputs.add("DeadLetterQueueUrl", "What could not be copied", queue.deadLettersUrl());
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
