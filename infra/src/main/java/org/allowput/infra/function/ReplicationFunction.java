package org.allowput.infra.function;

import java.nio.file.Path;
import java.util.List;
import org.allowput.contract.FunctionClass;
import org.allowput.infra.construct.CfnEscapeHatch;
import org.allowput.infra.grant.GrantMetadata;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.policy.Permissions;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.sourceaccount.Trigger;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.CfnRole;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.CfnAlias;
import software.amazon.awscdk.services.lambda.CfnEventInvokeConfig;
import software.amazon.awscdk.services.lambda.CfnFunction;
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.amazon.awscdk.services.lambda.EventSourceMappingOptions;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.RecursiveLoop;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;
import software.constructs.IDependable;

/**
 * The function, its published version and the alias {@code live}, which everything that invokes it goes by. A change of
 * the code or of the environment publishes another version; SnapStart works on published versions only.
 *
 * <p>It sends messages that failed to the queue that triggers it, so Lambda's recursive loop detection is off: after
 * about 16 of these it would stop invoking the function with them, hours before the retries are over. Two bounds take
 * its place. A message carries how often it was delivered, and goes to the dead-letter queue after
 * {@code MAX_RECEIVE_COUNT} deliveries. An object that was put by a session of this function, or of another
 * deployment's, is not copied on.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html">Recursive loop detection</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html">SnapStart</a>
 */
public final class ReplicationFunction extends Construct {
    private final LogGroup log;
    private final Role role;
    private final Function function;
    private final Alias live;

    public ReplicationFunction(
            Construct scope, String id, Settings settings, Path zip, String externalId, ReplicationQueue queue) {
        super(scope, id);
        log = FunctionResources.log(this, settings);
        role = FunctionResources.copyRole(this, settings, settings.source().roleName(), permissions(settings, queue));
        GrantMetadata.addOfSource(CfnEscapeHatch.of(role, CfnRole.class), settings);
        function = FunctionResources.function(this, settings, zip, log, role)
                .functionName(settings.functionName())
                .description("Copies objects of %s to %s (ExternalId revision %d)"
                        .formatted(
                                settings.source().bucketName(),
                                settings.target().bucketName(),
                                settings.source().externalIdRevision()))
                .handler(FunctionClass.REPLICATION_HANDLER.qualifiedName())
                .timeout(Duration.seconds(settings.function().timeoutSeconds()))
                .environment(FunctionEnvironment.of(settings, externalId, queue))
                .reservedConcurrentExecutions(
                        settings.function().reservedConcurrency().orElse(null))
                .recursiveLoop(RecursiveLoop.ALLOW)
                .snapStart(settings.function().snapStart() ? SnapStartConf.ON_PUBLISHED_VERSIONS : null)
                .build();
        FunctionResources.configure(function, settings);
        Annotations.of(function).acknowledgeWarning("@aws-cdk/aws-lambda:snapStartRequirePublish");
        live = FunctionResources.live(this, function);
    }

    /**
     * Besides copying, the function starts the workflow for large objects, and reads how an execution of a known name
     * has ended: it cannot stop or list them. It reads what the source bucket and its rule send. Lambda receives from
     * the queue for the function, and sends there what the function has failed on; the function decides when a message
     * that failed is delivered again, or that it is not.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html">The permissions that
     *     Lambda needs</a>
     */
    private Permissions permissions(Settings settings, ReplicationQueue queue) {
        Permissions permissions = FunctionPermissions.copying(settings, log.getLogGroupArn());
        if (settings.largeObjects().enabled()) {
            permissions.allow(
                    "StartLargeObjectWorkflow", List.of("states:StartExecution"), Arns.stateMachine(settings));
            permissions.allow(
                    "DescribeLargeObjectExecutions",
                    List.of("states:DescribeExecution"),
                    Arns.executions(settings) + ":*");
        }
        permissions.allow(
                "ReadSourceNotification",
                List.of("s3:GetBucketNotification"),
                Arns.bucket(settings.source().bucketName()));
        if (settings.triggers().contains(Trigger.EVENTBRIDGE)) {
            permissions.allow(
                    "ReadSourceRule",
                    List.of("events:DescribeRule", "events:ListTargetsByRule"),
                    Arns.sourceRule(settings));
        }
        permissions.allow(
                "ConsumeQueue",
                List.of("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
                queue.arn());
        permissions.allow("ChangeVisibilityOfOwnMessages", List.of("sqs:ChangeMessageVisibility"), queue.arn());
        permissions.allow("SendToQueue", List.of("sqs:SendMessage"), queue.arn());
        permissions.allow("SendToDeadLetterQueue", List.of("sqs:SendMessage"), queue.deadLettersArn());
        permissions.allowQueueKey(settings);
        permissions.allowPreviousQueueKeys(settings);
        return permissions;
    }

    /** Takes from the queue, and puts back only those messages of a batch that failed. */
    public void consume(ReplicationQueue queue, Settings settings) {
        live.addEventSourceMapping(
                "Queue",
                EventSourceMappingOptions.builder()
                        .eventSourceArn(queue.arn())
                        .batchSize(settings.queue().batchSize())
                        .maxBatchingWindow(Duration.seconds(settings.queue().batchWindow()))
                        .maxConcurrency(settings.queue().functionConcurrency())
                        .reportBatchItemFailures(true)
                        .build());
    }

    /**
     * Lets S3 invoke the alias for that bucket of that account, asynchronously. An event that has failed once, or has
     * waited for an hour, falls back to the queue, where it has the same schedule of attempts and the same end as with
     * the other triggers. Lambda's own retries would come after one and two minutes.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html">Asynchronous
     *     invocation</a>
     */
    public IDependable allowInvocationsBy(String bucket, String account, ReplicationQueue fallBack) {
        CfnEscapeHatch.of(function, CfnFunction.class)
                .setDeadLetterConfig(CfnFunction.DeadLetterConfigProperty.builder()
                        .targetArn(fallBack.arn())
                        .build());
        CfnEventInvokeConfig.Builder.create(this, "Asynchronous")
                .functionName(function.getFunctionName())
                .qualifier(live.getAliasName())
                .maximumRetryAttempts(0)
                .maximumEventAgeInSeconds(3600)
                .build()
                .getNode()
                .addDependency(live);
        return CfnPermission.Builder.create(this, "SourceBucketInvokes")
                .action("lambda:InvokeFunction")
                .functionName(live.getFunctionArn())
                .principal("s3.amazonaws.com")
                .sourceArn(Arns.bucket(bucket))
                .sourceAccount(account)
                .build();
    }

    /**
     * Goes live after the workflow to which it hands large objects over. A property refers to the workflow, because
     * {@code DependsOn} cannot name a resource that has a condition, as it has in the plain template.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html">
     *     DependsOn</a>
     */
    public void goLiveAfter(String stateMachineArn) {
        goesLive().setDescription("Hands large objects over to " + stateMachineArn);
    }

    /** For what has to change after the next version has gone live. */
    public CfnAlias goesLive() {
        return CfnEscapeHatch.of(live, CfnAlias.class);
    }

    public String name() {
        return function.getFunctionName();
    }

    public String aliasArn() {
        return live.getFunctionArn();
    }

    public String logGroupName() {
        return log.getLogGroupName();
    }

    public String roleArn() {
        return role.getRoleArn();
    }
}
