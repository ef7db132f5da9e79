package org.allowput.ops.proof;

import com.microsoft.z3.BoolExpr;
import java.util.List;
import org.allowput.ops.proof.policy.Roles;
import org.allowput.ops.proof.solver.Claim;
import org.allowput.ops.proof.solver.Logic;
import org.allowput.ops.proof.template.Intrinsics;
import org.allowput.ops.proof.template.SourceVariables;
import org.allowput.ops.proof.template.Template;
import org.allowput.ops.proof.template.Text;

/**
 * What the services can do that invoke account B's functions: Step Functions, EventBridge Scheduler, Batch Operations.
 */
final class InvokerProof {
    private static final List<String> INVOKE = List.of("lambda:InvokeFunction");

    private final Template template;
    private final Intrinsics intrinsics;
    private final SourceVariables variables;
    private final SourceSessions sessions;
    private final Logic logic;

    InvokerProof(Template template, Intrinsics intrinsics, SourceSessions sessions) {
        this.template = template;
        this.intrinsics = intrinsics;
        this.variables = sessions.variables();
        this.sessions = sessions;
        this.logic = sessions.logic();
    }

    /** The role of the workflow for large objects. */
    Claim workflowReaches(Roles.Role role) {
        Text stateMachine = variables.stateMachine();
        Text executions = stateMachine.map(literal -> literal.replace(":stateMachine:", ":execution:"));
        List<String> watch = List.of("states:DescribeExecution", "states:StopExecution");
        List<BoolExpr> lines = List.of(
                invokesAlias(),
                sessions.uses(List.of("states:StartExecution"), stateMachine),
                sessions.usesKeys(),
                sessions.usesBelow(watch, executions.then(":")),
                sessions.usesBelow(watch, executions.then("/")),
                logic.anyOf(
                        variables.arns("AWS::SQS::Queue"), queue -> sessions.uses(List.of("sqs:SendMessage"), queue)));
        return sessions.only(
                role,
                "The workflow, as " + role.name() + ", can only invoke the functions, start, watch and stop executions"
                        + " of " + stateMachine + ", and send to the queues"
                        + sessions.withKeys(" with the keys ", ""),
                lines,
                lines.subList(0, 2));
    }

    /** The role of the schedule of comparisons. */
    Claim scheduleReaches(Roles.Role role) {
        List<BoolExpr> lines = List.of(logic.anyOf(
                SourceVariables.comparisons(template),
                function ->
                        sessions.uses(INVOKE, intrinsics.attribute(function.logicalId() + ".Arn", "the schedule"))));
        return sessions.only(
                role, "The schedule, as " + role.name() + ", can only invoke the function that compares", lines, lines);
    }

    /** The role of S3 Batch Operations jobs. */
    Claim jobReaches(Roles.Role role) {
        Text files = variables
                .bucket(intrinsics.only(
                        Template.map(template.section("Outputs").get("BackfillBucketName"))
                                .get("Value"),
                        "the output BackfillBucketName"))
                .then("/");
        List<BoolExpr> lines = List.of(
                invokesAlias(),
                sessions.uses(List.of("s3:PutInventoryConfiguration"), variables.sourceBucket()),
                sessions.usesBelow(List.of("s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"), files));
        return sessions.only(
                role,
                "A backfill job, as " + role.name() + ", can only invoke the function, list " + variables.sourceBucket()
                        + " by an inventory, and use " + files + "*",
                lines,
                lines);
    }

    private BoolExpr invokesAlias() {
        return logic.anyOf(
                template.resources("AWS::Lambda::Alias"),
                alias -> sessions.uses(INVOKE, intrinsics.attribute(alias.logicalId() + ".Arn", "the alias")));
    }
}
