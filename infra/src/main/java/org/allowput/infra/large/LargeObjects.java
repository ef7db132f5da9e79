package org.allowput.infra.large;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.allowput.contract.FunctionClass;
import org.allowput.infra.construct.PackagedFile;
import org.allowput.infra.function.FunctionEnvironment;
import org.allowput.infra.function.FunctionResources;
import org.allowput.infra.function.ReplicationQueue;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.Settings.LargeObjectSettings;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/**
 * What copies objects that are larger than one invocation copies: a state machine and its function. Account A's grant
 * is the same with and without it.
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
                "LargeObjectsFunction",
                Map.of("Log", log.getLogGroupArn()));
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
     * the dead-letter queue goes to the queue, whose function hands it over again.
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
                .eventPattern(PackagedFile.yaml(
                        "/event-patterns.yaml", "Interrupted", Map.of("StateMachine", Arns.stateMachine(settings))))
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
}
