package org.allowput.ops.proof.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.ops.proof.template.ConditionValue;
import org.allowput.ops.proof.template.ConditionalValue;
import org.allowput.ops.proof.template.Intrinsics;
import org.allowput.ops.proof.template.Template;
import org.allowput.ops.proof.template.Text;
import org.allowput.ops.proof.template.UnsupportedPolicyException;

/** The roles of a template with everything that says what they may, and its resource-based policies. */
public final class Roles {
    /** Types whose resources let nobody do anything, except by the policies that are read here. */
    private static final Set<String> TYPES = Set.of(
            "AWS::CDK::Metadata",
            "AWS::CloudWatch::Alarm",
            "AWS::CloudWatch::Dashboard",
            "AWS::Events::Rule",
            "AWS::IAM::ManagedPolicy",
            "AWS::IAM::Policy",
            "AWS::IAM::Role",
            "AWS::Lambda::Alias",
            "AWS::Lambda::EventInvokeConfig",
            "AWS::Lambda::EventSourceMapping",
            "AWS::Lambda::Function",
            "AWS::Lambda::Permission",
            "AWS::Lambda::Version",
            "AWS::Logs::LogGroup",
            "AWS::S3::Bucket",
            "AWS::S3::BucketPolicy",
            "AWS::Scheduler::Schedule",
            "AWS::SNS::Subscription",
            "AWS::SNS::Topic",
            "AWS::SNS::TopicPolicy",
            "AWS::SQS::Queue",
            "AWS::SQS::QueuePolicy",
            "AWS::StepFunctions::StateMachine");

    private final Template template;
    private final Intrinsics intrinsics;
    private final PolicyDocument documents;
    private final List<Role> all;

    /**
     * A role.
     *
     * @param logicalId in the template
     * @param name its property {@code RoleName}, or its logical id in braces
     * @param trust who may assume it
     * @param policy what a session may do
     */
    public record Role(String logicalId, Text name, List<PolicyStatement> trust, List<PolicyStatement> policy) {}

    /**
     * Reads the roles.
     *
     * @throws UnsupportedPolicyException if something else than the policies of the template lets anybody do anything
     */
    public Roles(Template template, Intrinsics intrinsics) {
        this.template = template;
        this.intrinsics = intrinsics;
        this.documents = new PolicyDocument(intrinsics);
        template.resources().stream()
                .filter(resource -> !TYPES.contains(resource.type()))
                .findFirst()
                .ifPresent(resource -> {
                    throw new UnsupportedPolicyException(
                            resource.logicalId(),
                            "the type " + resource.type(),
                            "one of " + TYPES.stream().sorted().toList());
                });
        this.all = template.resources("AWS::IAM::Role").stream().map(this::role).toList();
    }

    public List<Role> all() {
        return all;
    }

    /**
     * The role of that name.
     *
     * @throws IllegalArgumentException if the template has no such role
     */
    public Role named(Text name) {
        return all.stream()
                .filter(role -> role.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The template has no role " + name + "; it has "
                        + all.stream().map(Role::name).toList()));
    }

    private Role role(Template.Resource role) {
        Map<String, Object> properties = role.properties();
        String id = role.logicalId();
        Text name = properties.containsKey("RoleName")
                ? intrinsics.only(properties.get("RoleName"), id)
                : Text.of("{" + id + "}");
        if (!intrinsics.elements(properties.get("ManagedPolicyArns")).isEmpty()) {
            throw new UnsupportedPolicyException(id, "ManagedPolicyArns", "policies whose text is in the template");
        }
        List<PolicyStatement> policy = new ArrayList<>();
        for (ConditionalValue<Object> inline : intrinsics.elements(properties.get("Policies"))) {
            Object document = Template.map(inline.value()).get("PolicyDocument");
            policy.addAll(
                    documents.statements(document, inline.under(role.guard()).guard(), id));
        }
        for (String type : List.of("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")) {
            for (Template.Resource attached : template.resources(type)) {
                for (ConditionalValue<Text> to :
                        intrinsics.texts(attached.properties().get("Roles"), attached.logicalId())) {
                    if (to.value().equals(Text.of("{" + id + "}")) || to.value().equals(name)) {
                        policy.addAll(statements(attached, to.guard()));
                    }
                }
            }
        }
        return new Role(
                id,
                name,
                documents.statements(properties.get("AssumeRolePolicyDocument"), role.guard(), id),
                List.copyOf(policy));
    }

    /** The functions that run as the role. */
    public List<Template.Resource> functions(Role role) {
        return template.resources("AWS::Lambda::Function").stream()
                .filter(function -> intrinsics
                        .only(function.properties().get("Role"), function.logicalId())
                        .equals(Text.of("{" + role.logicalId() + ".Arn}")))
                .toList();
    }

    private List<PolicyStatement> statements(Template.Resource resource, List<ConditionValue> guard) {
        return documents.statements(
                resource.properties().get("PolicyDocument"),
                Stream.concat(resource.guard().stream(), guard.stream()).toList(),
                resource.logicalId());
    }

    /** The policies of all resources of one type, such as {@code AWS::S3::BucketPolicy}. */
    public List<List<PolicyStatement>> policies(String type) {
        return template.resources(type).stream()
                .map(resource -> statements(resource, List.of()))
                .toList();
    }

    /**
     * The permissions on functions, each a statement of a function's policy.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html">Resource-based
     *     policies of Lambda</a>
     */
    public List<PolicyStatement> functionPermissions() {
        return template.resources("AWS::Lambda::Permission").stream()
                .flatMap(permission -> documents
                        .statements(
                                Map.of("Statement", statement(permission)), permission.guard(), permission.logicalId())
                        .stream())
                .toList();
    }

    private Map<String, Object> statement(Template.Resource permission) {
        Map<String, Object> conditions = new TreeMap<>();
        permission.properties().forEach((name, value) -> {
            switch (name) {
                case "SourceArn" -> conditions.put("ArnLike", Map.of("aws:SourceArn", value));
                case "SourceAccount" -> conditions.put("StringEquals", Map.of("aws:SourceAccount", value));
                case "Action", "FunctionName", "Principal" -> {}
                default ->
                    throw new UnsupportedPolicyException(
                            permission.logicalId(),
                            "the property " + name,
                            "Action, FunctionName, Principal, SourceAccount or SourceArn");
            }
        });
        String principal = intrinsics
                .only(permission.properties().get("Principal"), permission.logicalId())
                .toString();
        return Map.of(
                "Effect",
                "Allow",
                "Principal",
                principal.endsWith(".amazonaws.com") ? Map.of("Service", principal) : principal,
                "Action",
                permission.properties().get("Action"),
                "Condition",
                conditions);
    }
}
