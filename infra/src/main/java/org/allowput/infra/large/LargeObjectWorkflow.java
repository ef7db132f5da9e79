package org.allowput.infra.large;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.infra.construct.PackagedFile;
import org.allowput.infra.function.ReplicationQueue;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.policy.Policies;
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
                        Policies.of(
                                settings,
                                Map.of(
                                        "Function", function.getFunctionArn(),
                                        "DeadLetterQueue", queue.deadLettersArn()),
                                "Workflow")))
                .build();
        stateMachine = StateMachine.Builder.create(this, "StateMachine")
                .stateMachineName(settings.workflowName())
                .definitionBody(DefinitionBody.fromString(states.replace("${Partition}", Aws.PARTITION)
                        .replace("${Function}", function.getFunctionArn())
                        .replace("${DeadLetterQueue}", queue.deadLettersUrl())))
                .role(role)
                .build();
    }

    String arn() {
        return stateMachine.getStateMachineArn();
    }
}
