package org.allowput.ops.proof;

import com.microsoft.z3.BoolExpr;
import java.util.ArrayList;
import java.util.List;
import org.allowput.ops.proof.policy.Roles;
import org.allowput.ops.proof.solver.Claim;
import org.allowput.ops.proof.solver.Logic;
import org.allowput.ops.proof.solver.PolicyEvaluation;
import org.allowput.ops.proof.solver.SymbolicRequest;
import org.allowput.ops.proof.template.SourceVariables;
import org.allowput.ops.proof.template.Text;

/**
 * Who reaches account B's resources by their policies: S3 and EventBridge, for the source bucket, and alarms.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html">Cross-service confused
 *     deputy</a>
 */
final class SourceEventsProof {
    private final Roles roles;
    private final SourceVariables variables;
    private final PolicyEvaluation policies;
    private final SymbolicRequest request;
    private final Logic logic;

    SourceEventsProof(Roles roles, SourceVariables variables, PolicyEvaluation policies) {
        this.roles = roles;
        this.variables = variables;
        this.policies = policies;
        this.request = policies.request();
        this.logic = request.logic();
    }

    List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        claims.add(queuesAcceptEvents());
        claims.add(functionAcceptsEvents());
        claims.add(topicAcceptsAlarms());
        claims.add(new Claim(
                "No bucket policy allows anything to anyone",
                logic.anyOf(roles.policies("AWS::S3::BucketPolicy"), policies::isAllowedBy),
                List.of()));
        return claims;
    }

    private Claim queuesAcceptEvents() {
        return new Claim(
                "Only S3, for the source bucket, or the stack's EventBridge rules can send to the queues, by TLS",
                logic.and(
                        logic.anyOf(roles.policies("AWS::SQS::QueuePolicy"), policies::isAllowedBy),
                        logic.not(
                                logic.and(request.hasAction("sqs:SendMessage"), isSentForSource(), isByTls(request)))),
                List.of());
    }

    private Claim functionAcceptsEvents() {
        return new Claim(
                "Only S3, for the source bucket, or the stack's EventBridge rules can invoke the function by its"
                        + " policy",
                logic.and(
                        policies.isAllowedBy(roles.functionPermissions()),
                        logic.not(logic.and(request.hasAction("lambda:InvokeFunction"), isSentForSource()))),
                List.of());
    }

    private Claim topicAcceptsAlarms() {
        return topicAcceptsAlarms(roles, policies, variables.required("SOURCE_ACCOUNT"), variables.alarms());
    }

    /**
     * The claim for either account.
     *
     * @param alarms how the ARNs of its alarms begin
     */
    static Claim topicAcceptsAlarms(Roles roles, PolicyEvaluation policies, Text account, Text alarms) {
        SymbolicRequest request = policies.request();
        Logic logic = request.logic();
        return new Claim(
                "Only CloudWatch, for the account's alarms, can publish to the topic, by TLS",
                logic.and(
                        logic.anyOf(roles.policies("AWS::SNS::TopicPolicy"), policies::isAllowedBy),
                        logic.not(logic.and(
                                request.hasAction("sns:Publish"),
                                request.isCalledByService(Text.of("cloudwatch.amazonaws.com")),
                                request.hasKey("aws:SourceAccount", account),
                                request.hasKeyThatStartsWith("aws:SourceArn", alarms),
                                isByTls(request)))),
                List.of());
    }

    static BoolExpr isByTls(SymbolicRequest request) {
        return request.hasKey("aws:SecureTransport", Text.of("true"));
    }

    private BoolExpr isSentForSource() {
        BoolExpr fromBucket = logic.and(
                request.isCalledByService(Text.of("s3.amazonaws.com")),
                request.hasKey("aws:SourceArn", variables.sourceBucket()));
        BoolExpr fromRule = logic.and(
                request.isCalledByService(Text.of("events.amazonaws.com")),
                logic.anyOf(variables.arns("AWS::Events::Rule"), rule -> request.hasKey("aws:SourceArn", rule)));
        return logic.and(
                request.hasKey("aws:SourceAccount", variables.required("SOURCE_ACCOUNT")),
                logic.or(fromBucket, fromRule));
    }
}
