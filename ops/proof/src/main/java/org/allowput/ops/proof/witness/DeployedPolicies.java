package org.allowput.ops.proof.witness;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.allowput.ops.proof.template.Template;
import org.allowput.policy.Caller;
import org.allowput.policy.Effect;
import org.allowput.policy.Policy;
import org.allowput.policy.Request;
import org.allowput.policy.Statement;
import org.jspecify.annotations.Nullable;

/** All policies of one deployment of a template, and what they say of a request. */
public final class DeployedPolicies {
    private static final Pattern APPROXIMATED = Pattern.compile("^For|IpAddress|IgnoreCase|^Date|^Numeric|^Binary");

    private final DeployedTemplate deployed;
    private final List<Attached> all = new ArrayList<>();

    /**
     * A policy.
     *
     * @param where the logical id of its resource, and {@code trust} for a role's trust policy
     * @param callerArn of the only caller that it is about: the role whose sessions it gives permissions
     */
    public record Attached(String where, Optional<String> callerArn, Policy policy) {
        boolean allows(Request request) {
            return callerArn
                            .map(arn -> request.caller() instanceof Caller.Principal principal
                                    && principal.arn().equals(arn))
                            .orElse(true)
                    && policy.effectOn(request) == Effect.ALLOW;
        }
    }

    /**
     * The policies of one deployment.
     *
     * @param values of parameters and pseudo parameters, by their names; the others have their defaults, or any values
     * @throws IllegalArgumentException if the template or a policy has what the witness does not know
     */
    public DeployedPolicies(Template template, Map<String, String> values) {
        this.deployed = new DeployedTemplate(template, values);
        deployed.resources("AWS::IAM::Role").forEach((id, role) -> {
            all.add(new Attached(
                    id + " trust",
                    Optional.empty(),
                    Policy.of(DeployedTemplate.map(role.get("AssumeRolePolicyDocument")))));
            all.add(new Attached(id, Optional.of(deployed.arn(id)), joined(identityPolicies(id, role))));
        });
        for (String type : List.of(
                "AWS::S3::BucketPolicy",
                "AWS::SQS::QueuePolicy",
                "AWS::SNS::TopicPolicy",
                "AWS::IAM::GroupPolicy",
                "AWS::IAM::RolePolicy",
                "AWS::IAM::UserPolicy")) {
            deployed.resources(type)
                    .forEach((id, policy) -> all.add(new Attached(id, Optional.empty(), document(policy))));
        }
        deployed.resources("AWS::Lambda::Permission")
                .forEach((id, permission) -> all.add(new Attached(id, Optional.empty(), permission(permission))));
    }

    /** All policies: of roles, of their trust, of buckets, queues, topics and functions. */
    public List<Attached> all() {
        return List.copyOf(all);
    }

    /** What AWS chooses for a resource: a name, by the logical id, or an attribute, by its path. */
    public String chosen(String path) {
        return deployed.chosen(path);
    }

    private List<Policy> identityPolicies(String id, Map<?, ?> role) {
        if (!DeployedTemplate.list(role.get("ManagedPolicyArns")).isEmpty()) {
            throw new IllegalArgumentException(
                    "expected policies whose text is in the template, was: " + role.get("ManagedPolicyArns"));
        }
        List<Policy> policies = new ArrayList<>();
        DeployedTemplate.list(role.get("Policies"))
                .forEach(inline -> policies.add(document(DeployedTemplate.map(inline))));
        Stream.of("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy")
                .flatMap(type -> deployed.resources(type).values().stream())
                .filter(policy -> Stream.of("Roles", "RoleName")
                        .flatMap(property -> DeployedTemplate.list(policy.get(property)).stream())
                        .anyMatch(deployed.name(id)::equals))
                .forEach(policy -> policies.add(document(policy)));
        return policies;
    }

    private static Policy document(Map<?, ?> resource) {
        return Policy.of(DeployedTemplate.map(resource.get("PolicyDocument")));
    }

    private static Policy joined(List<Policy> policies) {
        return new Policy(policies.stream()
                .flatMap(policy -> policy.statements().stream())
                .toList());
    }

    /** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html */
    private static Policy permission(Map<?, ?> permission) {
        Map<String, Object> conditions = new TreeMap<>();
        put(conditions, "ArnLike", "AWS:SourceArn", permission.get("SourceArn"));
        put(conditions, "StringEquals", "AWS:SourceAccount", permission.get("SourceAccount"));
        String principal = String.valueOf(permission.get("Principal"));
        return Policy.of(Map.of(
                "Statement",
                Map.of(
                        "Effect",
                        "Allow",
                        "Action",
                        String.valueOf(permission.get("Action")),
                        "Principal",
                        principal.equals("*")
                                ? principal
                                : Map.of(principal.endsWith(".amazonaws.com") ? "Service" : "AWS", principal),
                        "Condition",
                        conditions)));
    }

    private static void put(Map<String, Object> conditions, String operator, String key, @Nullable Object value) {
        if (value != null) {
            conditions.put(operator, Map.of(key, value));
        }
    }

    /**
     * The request with a value for each key that an Allow compares by an operator which the solver only approximates:
     * such a key is not among those of its requests.
     */
    public Request completed(Request request) {
        Map<String, List<String>> context = new TreeMap<>(request.context());
        all.stream()
                .flatMap(policy -> policy.policy().statements().stream())
                .filter(Statement::allow)
                .flatMap(statement -> statement.conditions().stream())
                .filter(condition -> APPROXIMATED.matcher(condition.operator()).find())
                .forEach(condition -> context.putIfAbsent(
                        condition.key().toLowerCase(Locale.ROOT),
                        List.of(meeting(
                                condition.operator(), condition.expected().getFirst()))));
        return new Request(request.action(), request.resource(), request.caller(), context);
    }

    private static String meeting(String operator, String expected) {
        return switch (operator.replaceAll("^.*:|Equals$|EqualsIfExists$|IfExists$", "")) {
            case "IpAddress" -> expected.split("/", 2)[0];
            case "DateLessThan" -> "1970-01-02";
            case "DateGreaterThan" -> "2999-01-01";
            case "NumericLessThan" ->
                new BigDecimal(expected).subtract(BigDecimal.ONE).toPlainString();
            case "NumericGreaterThan" ->
                new BigDecimal(expected).add(BigDecimal.ONE).toPlainString();
            default -> expected.replaceAll("[*?]", "x");
        };
    }

    /** The policies that allow the request, by where they are. */
    public List<String> allowing(Request request) {
        return all.stream()
                .filter(policy -> policy.allows(request))
                .map(Attached::where)
                .toList();
    }
}
