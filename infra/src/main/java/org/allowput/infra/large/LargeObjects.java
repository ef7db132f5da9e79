package org.allowput.infra.large;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.contract.FunctionClass;
import org.allowput.contract.large.CopyPlan;
import org.allowput.infra.function.FunctionEnvironment;
import org.allowput.infra.function.FunctionPermissions;
import org.allowput.infra.function.FunctionResources;
import org.allowput.infra.function.ReplicationQueue;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.policy.Conditions;
import org.allowput.infra.policy.Permissions;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.function.LargeObjectSettings;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/**
 * The state machine and its function, which copy objects that are too large for one invocation. Account A's grant is
 * the same with and without it.
 */
public final class LargeObjects extends Construct {
    /** Seconds: Lambda's maximum, https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html */
    private static final int TIMEOUT = 900;

    private final Function function;
    private final LargeObjectWorkflow workflow;
    private final CfnRule ruleOfInterrupted;

    public LargeObjects(
            Construct scope, String id, Settings settings, Path zip, String externalId, ReplicationQueue queue) {
        super(scope, id);
        Construct tasks = new Construct(this, "Function");
        function = function(tasks, settings, zip, externalId, queue);
        workflow = new LargeObjectWorkflow(this, "Workflow", settings, FunctionResources.live(tasks, function), queue);
        ruleOfInterrupted = ruleOfInterrupted(settings, queue);
    }

    /**
     * The function of the workflow's tasks, from the zip of the other one. It has a role and a log of its own, and the
     * largest timeout, of which a range takes a part.
     */
    private static Function function(
            Construct scope, Settings settings, Path zip, String externalId, ReplicationQueue queue) {
        LogGroup log = FunctionResources.log(scope, settings);
        Role role = FunctionResources.copyRole(
                scope,
                settings,
                settings.source().roleName().map(LargeObjectSettings::roleName),
                permissions(settings, log));
        Function function = FunctionResources.function(scope, settings, zip, log, role)
                .functionName(settings.workflowName())
                .description("Copies ranges of large objects of %s to %s (ExternalId revision %d)"
                        .formatted(
                                settings.source().bucketName(),
                                settings.target().bucketName(),
                                settings.source().externalIdRevision()))
                .handler(FunctionClass.LARGE_OBJECT_HANDLER.qualifiedName())
                .timeout(Duration.seconds(TIMEOUT))
                .environment(FunctionEnvironment.ofLargeObjects(settings, externalId, queue))
                .build();
        FunctionResources.configure(function, settings);
        return function;
    }

    /** Without {@code s3:ListBucket} S3 answers 403, not 404, for a result that is not there. */
    private static Permissions permissions(Settings settings, LogGroup log) {
        Permissions permissions = FunctionPermissions.copying(settings, log.getLogGroupArn());
        String bucket = settings.operations().bucketName();
        permissions.allow(
                "StoreResults", List.of("s3:GetObject", "s3:PutObject"), Arns.objects(bucket, CopyPlan.PREFIX));
        permissions.allow(
                "ListResults",
                List.of("s3:ListBucket"),
                Arns.bucket(bucket),
                Conditions.listing(List.of(CopyPlan.PREFIX)));
        return permissions;
    }

    public String stateMachineArn() {
        return workflow.arn();
    }

    public CfnRule ruleOfInterrupted() {
        return ruleOfInterrupted;
    }

    public String functionName() {
        return function.getFunctionName();
    }

    public String logGroupName() {
        return function.getLogGroup().getLogGroupName();
    }

    /**
     * Sends executions that time out, are stopped, or fail with an error that no state catches to the dead-letter
     * queue: they run no further state that could do so. The message contains the execution's input, which is the
     * event. Other failed executions send it themselves, and end with {@code CopyFailed}; if the event of one is in the
     * queue twice, both messages ask for the same execution, so that one copy is made. What EventBridge cannot put into
     * the dead-letter queue goes to the queue, whose function starts the workflow again.
     *
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html">Step Functions
     *     events</a>
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html">Dead-letter queues of
     *     rules</a>
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html">Errors that
     *     States.ALL does not catch</a>
     */
    private CfnRule ruleOfInterrupted(Settings settings, ReplicationQueue queue) {
        CfnRule rule = CfnRule.Builder.create(new Construct(this, "Interrupted"), "Rule")
                .description(
                        "Events of large objects whose copy timed out, was stopped or failed unexpectedly go to the"
                                + " dead-letter queue")
                .eventPattern(new TreeMap<>(Map.of(
                        "source", List.of("aws.states"),
                        "detail-type", List.of("Step Functions Execution Status Change"),
                        "detail", interrupted(Arns.stateMachine(settings)))))
                .targets(List.of(CfnRule.TargetProperty.builder()
                        .id("DeadLetters")
                        .arn(queue.deadLettersArn())
                        .deadLetterConfig(CfnRule.DeadLetterConfigProperty.builder()
                                .arn(queue.arn())
                                .build())
                        .build()))
                .build();
        queue.allowMessagesOfRule(
                "InterruptedExecutionsSend",
                rule.getAttrArn(),
                settings.source().account());
        return rule;
    }

    /**
     * Executions that have not sent their event to the dead-letter queue themselves. Events have the error, null where
     * there is none (recorded in {@code sandbox/emulator/aws-facts.json}), but AWS does not document it: a failed
     * execution without an error is sent, too.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html">Operators of
     *     event patterns</a>
     */
    private static Map<String, Object> interrupted(String stateMachineArn) {
        List<Object> otherError =
                List.of(Map.of("anything-but", List.of(LargeObjectWorkflow.SENT)), Map.of("exists", false));
        return new TreeMap<>(Map.of(
                "stateMachineArn",
                List.of(stateMachineArn),
                "$or",
                List.of(
                        Map.of("status", List.of("TIMED_OUT", "ABORTED")),
                        new TreeMap<>(Map.of("status", List.of("FAILED"), "error", otherError)))));
    }
}
