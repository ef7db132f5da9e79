package org.allowput.ops.proof;

import com.microsoft.z3.BoolExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.allowput.ops.proof.policy.Roles;
import org.allowput.ops.proof.solver.Claim;
import org.allowput.ops.proof.solver.Logic;
import org.allowput.ops.proof.solver.PolicyEvaluation;
import org.allowput.ops.proof.solver.SymbolicRequest;
import org.allowput.ops.proof.template.ConditionalValue;
import org.allowput.ops.proof.template.Intrinsics;
import org.allowput.ops.proof.template.TargetGrant;
import org.allowput.ops.proof.template.Template;
import org.allowput.ops.proof.template.Text;
import org.allowput.ops.proof.template.UnsupportedPolicyException;

/**
 * What account A relies on besides the grant: how long a session lasts, how a bucket of the stack is protected, and who
 * raises its alarms.
 */
final class TargetResourcesProof {
    /**
     * What AWS sets if a template says nothing.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html">
     *     AWS::IAM::Role</a>
     */
    private static final int MAX_SESSION_SECONDS = 3600;

    private static final Text ACCOUNT = Text.ofParameter("AWS::AccountId");
    private static final String VERSIONING = "VersioningConfiguration.Status";
    /** In one order: the same template gives the same questions. */
    private static final Map<String, String> PROTECTION = new TreeMap<>(Map.of(
            "PublicAccessBlockConfiguration.BlockPublicAcls", "true",
            "PublicAccessBlockConfiguration.BlockPublicPolicy", "true",
            "PublicAccessBlockConfiguration.IgnorePublicAcls", "true",
            "PublicAccessBlockConfiguration.RestrictPublicBuckets", "true",
            "OwnershipControls.Rules.ObjectOwnership", "BucketOwnerEnforced",
            "BucketEncryption.ServerSideEncryptionConfiguration.BlockedEncryptionTypes.EncryptionType", "SSE-C"));

    private final Template template;
    private final Intrinsics intrinsics;
    private final Roles roles;
    private final TargetGrant grant;
    private final PolicyEvaluation policies;
    private final Logic logic;

    TargetResourcesProof(
            Template template, Intrinsics intrinsics, Roles roles, TargetGrant grant, PolicyEvaluation policies) {
        this.template = template;
        this.intrinsics = intrinsics;
        this.roles = roles;
        this.grant = grant;
        this.policies = policies;
        this.logic = policies.request().logic();
    }

    List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        Set<String> granted = Set.copyOf(grant.roles().stream()
                .map(role -> roles.named(role.roleName()).logicalId())
                .toList());
        claims.add(Claim.ofTemplate(
                "A session lasts at most one hour",
                logic.anyOf(
                        template.resources("AWS::IAM::Role").stream()
                                .filter(role -> granted.contains(role.logicalId()))
                                .toList(),
                        role -> logic.anyOf(
                                values(role, "MaxSessionDuration").stream()
                                        .filter(value -> !isShort(value.value()))
                                        .toList(),
                                value -> policies.holds(value.guard())))));
        if (!template.resources("AWS::SNS::TopicPolicy").isEmpty()) {
            claims.add(SourceEventsProof.topicAcceptsAlarms(roles, policies, ACCOUNT, intrinsics.alarms(ACCOUNT)));
        }
        if (!template.resources("AWS::SQS::QueuePolicy").isEmpty()) {
            claims.add(queueAcceptsEvents());
        }
        refuseForeignTargets();
        List<Template.Resource> buckets = template.resources("AWS::S3::Bucket");
        if (!buckets.isEmpty()) {
            claims.add(Claim.ofTemplate(
                    "A bucket that the stack creates blocks public access, ACLs and keys that the customer provides",
                    logic.anyOf(
                            buckets,
                            bucket -> logic.and(
                                    policies.holds(bucket.guard()),
                                    logic.anyOf(
                                            List.copyOf(PROTECTION.entrySet()),
                                            entry -> lacks(bucket, entry.getKey(), entry.getValue()))))));
            claims.add(Claim.ofTemplate(
                    "A bucket that the stack creates keeps earlier versions",
                    logic.anyOf(
                            buckets,
                            bucket ->
                                    logic.and(policies.holds(bucket.guard()), lacks(bucket, VERSIONING, "Enabled")))));
        }
        return claims;
    }

    /** Where account A's events go, no policy of the template says: a queue elsewhere may accept them. */
    private void refuseForeignTargets() {
        List<Text> queues = intrinsics.arns("AWS::SQS::Queue");
        for (Template.Resource rule : template.resources("AWS::Events::Rule")) {
            for (Object target : Template.list(rule.properties().get("Targets"))) {
                Text arn = intrinsics.only(Template.map(target).get("Arn"), template.place(rule));
                if (!queues.contains(arn)) {
                    throw new UnsupportedPolicyException(
                            template.place(rule), "the target " + arn, "a queue of the template");
                }
            }
        }
    }

    private Claim queueAcceptsEvents() {
        SymbolicRequest request = policies.request();
        return new Claim(
                "Only the stack's EventBridge rules can send to the queue of account A's alarms, by TLS",
                logic.and(
                        logic.anyOf(roles.policies("AWS::SQS::QueuePolicy"), policies::isAllowedBy),
                        logic.not(logic.and(
                                request.hasAction("sqs:SendMessage"),
                                request.isCalledByService(Text.of("events.amazonaws.com")),
                                request.hasKey("aws:SourceAccount", ACCOUNT),
                                logic.anyOf(
                                        intrinsics.arns("AWS::Events::Rule"),
                                        rule -> request.hasKey("aws:SourceArn", rule)),
                                SourceEventsProof.isByTls(request)))),
                List.of());
    }

    private static boolean isShort(Object seconds) {
        return String.valueOf(seconds).matches("[0-9]{1,5}")
                && Integer.parseInt(String.valueOf(seconds)) <= MAX_SESSION_SECONDS;
    }

    /** The property has not that value, or another one besides. */
    private BoolExpr lacks(Template.Resource resource, String path, String wanted) {
        return logic.or(
                logic.not(hasValue(resource, path, value -> value.equals(wanted))),
                hasValue(resource, path, value -> !value.equals(wanted)));
    }

    private BoolExpr hasValue(Template.Resource resource, String path, Predicate<Object> wanted) {
        return logic.anyOf(
                values(resource, path).stream()
                        .filter(value -> wanted.test(value.value()))
                        .toList(),
                value -> policies.holds(value.guard()));
    }

    /** The values of a property, by conditions; those of each element, if there is a list on the way. */
    private List<ConditionalValue<Object>> values(Template.Resource resource, String path) {
        Stream<ConditionalValue<Object>> values = Stream.of(ConditionalValue.always(resource.properties()));
        for (String name : path.split("\\.", -1)) {
            values = values.flatMap(
                    value -> intrinsics.elements(Template.map(value.value()).get(name)).stream()
                            .map(element -> element.under(value.guard())));
        }
        return values.toList();
    }
}
