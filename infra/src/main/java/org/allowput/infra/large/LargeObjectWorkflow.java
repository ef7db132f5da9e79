package org.allowput.infra.large;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.infra.construct.PackagedFile;
import org.allowput.infra.function.ReplicationQueue;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.policy.Permissions;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.stepfunctions.DefinitionBody;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.constructs.Construct;
import tools.jackson.databind.json.JsonMapper;

/**
 * The state machine, whose states are in {@code large-objects.asl.yaml}, and its role, which may run the function's
 * tasks, the executions of its own ranges, and send to the dead-letter queue.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html">IAM policies for
 *     Distributed Map states</a>
 */
final class LargeObjectWorkflow extends Construct {
    /** The error of an execution that has sent its event to the dead-letter queue; the cause says why. */
    static final String SENT = "CopyFailed";

    private final StateMachine stateMachine;

    LargeObjectWorkflow(Construct scope, String id, Settings settings, Alias function, ReplicationQueue queue) {
        super(scope, id);
        String arn = Arns.stateMachine(settings);
        String states = JsonMapper.shared().writeValueAsString(PackagedFile.yaml("/large-objects.asl.yaml"));
        Role role = Role.Builder.create(this, "Role")
                .assumedBy(ServicePrincipal.Builder.create("states.amazonaws.com")
                        .conditions(new TreeMap<>(Map.of(
                                "ArnLike", Map.of("aws:SourceArn", List.of(arn, arn + "/*")),
                                "StringEquals",
                                        Map.of(
                                                "aws:SourceAccount",
                                                settings.source().account()))))
                        .build())
                .description("Runs the workflow that copies large objects of "
                        + settings.source().bucketName())
                .inlinePolicies(Map.of(
                        "CopyLargeObjects",
                        permissions(settings, function, queue).document()))
                .build();
        stateMachine = StateMachine.Builder.create(this, "StateMachine")
                .stateMachineName(settings.workflowName())
                .definitionBody(DefinitionBody.fromString(states.replace("${Partition}", Aws.PARTITION)
                        .replace("${Function}", function.getFunctionArn())
                        .replace("${DeadLetterQueue}", queue.deadLettersUrl())))
                .role(role)
                .build();
    }

    private static Permissions permissions(Settings settings, Alias function, ReplicationQueue queue) {
        List<String> watch = List.of("states:DescribeExecution", "states:StopExecution");
        String executions = Arns.executions(settings);
        Permissions permissions = new Permissions();
        permissions.allow("RunTasks", List.of("lambda:InvokeFunction"), function.getFunctionArn());
        permissions.allow("StartRanges", List.of("states:StartExecution"), Arns.stateMachine(settings));
        // By the label of the Distributed Map.
        permissions.allow("WatchRanges", watch, executions + "/Ranges:*");
        permissions.allow("WatchMapRuns", watch, executions + ":*");
        permissions.allow("SendToDeadLetterQueue", List.of("sqs:SendMessage"), queue.deadLettersArn());
        permissions.allowQueueKey(settings);
        return permissions;
    }

    String arn() {
        return stateMachine.getStateMachineArn();
    }
}
