package org.allowput.ops.proof.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.ops.proof.policy.PolicyDocument.Kind;
import org.allowput.ops.proof.template.ConditionValue;
import org.allowput.ops.proof.template.ConditionalValue;
import org.allowput.ops.proof.template.Intrinsics;
import org.allowput.ops.proof.template.Template;
import org.allowput.ops.proof.template.Text;
import org.allowput.ops.proof.template.UnsupportedPolicyException;
import org.allowput.ops.proof.template.UnsupportedPolicyException.Collector;
import org.jspecify.annotations.Nullable;

/** The roles of a template with everything that says what they may, and its resource-based policies. */
public final class Roles {
    /** The property that names the role; within {@code Target}, of a schedule. */
    private static final Map<String, String> RUN_AS_A_ROLE = Map.of(
            "AWS::Lambda::Function", "Role",
            "AWS::Scheduler::Schedule", "RoleArn",
            "AWS::StepFunctions::StateMachine", "RoleArn");

    /** The property that names what a policy is for. */
    private static final Map<String, String> ATTACHED_TO = Map.of(
            "AWS::S3::BucketPolicy", "Bucket",
            "AWS::SNS::TopicPolicy", "Topics",
            "AWS::SQS::QueuePolicy", "Queues");

    private static final List<String> POLICIES = List.of("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy");

    /** Policies of principals that are not in the template, with the property that names each. */
    private static final Map<String, String> CALLER_POLICIES = Map.of(
            "AWS::IAM::GroupPolicy", "GroupName",
            "AWS::IAM::RolePolicy", "RoleName",
            "AWS::IAM::UserPolicy", "UserName");

    private final Template template;
    private final Intrinsics intrinsics;
    private final PolicyDocument documents;
    private final List<Role> all = new ArrayList<>();
    private final Map<String, List<List<PolicyStatement>>> resourcePolicies = new TreeMap<>();
    private final List<PolicyStatement> functionPermissions = new ArrayList<>();
    private final List<CallerPolicy> callerPolicies = new ArrayList<>();

    /**
     * A role.
     *
     * @param logicalId in the template
     * @param name its property {@code RoleName}, or its logical id in braces
     * @param arn with its path
     * @param trust who may assume it
     * @param policy what a session may do
     */
    public record Role(
            String logicalId, Text name, Text arn, List<PolicyStatement> trust, List<PolicyStatement> policy) {
        /** Whether a statement denies everything to all its sessions. */
        public boolean isRevoked() {
            return policy.stream().anyMatch(statement -> statement.revokes("*"));
        }

        /** Whether nobody may assume it any more. */
        public boolean isTrustRevoked() {
            return trust.stream().anyMatch(statement -> statement.revokes("sts:assumerole"));
        }
    }

    /**
     * A policy of a principal that is not in the template.
     *
     * @param name as {@code group/NAME}
     * @param guard when it is deployed
     */
    public record CallerPolicy(Text name, List<ConditionValue> guard, List<PolicyStatement> policy) {}

    /**
     * Reads the roles.
     *
     * @throws UnsupportedPolicyException if something else than the policies of the template lets anybody do anything,
     *     or a policy is not understood; it names all that is not
     */
    public Roles(Template template, Intrinsics intrinsics) {
        this.template = template;
        this.intrinsics = intrinsics;
        this.documents = new PolicyDocument(template, intrinsics);
        Collector problems = new Collector();
        for (Template.Resource resource : template.resources()) {
            problems.read(() -> {
                if (resource.type().equals("AWS::IAM::Role")) {
                    all.add(role(resource));
                } else if (POLICIES.contains(resource.type())) {
                    refuseForeignRoles(resource);
                } else if (CALLER_POLICIES.containsKey(resource.type())) {
                    callerPolicies.add(callerPolicy(resource));
                } else if (ATTACHED_TO.containsKey(resource.type())) {
                    // Refuses a name that is not understood.
                    intrinsics.texts(
                            resource.properties().get(ATTACHED_TO.get(resource.type())), template.place(resource));
                    resourcePolicies
                            .computeIfAbsent(resource.type(), missing -> new ArrayList<>())
                            .add(statements(resource, Kind.RESOURCE, List.of()));
                } else if (resource.type().equals("AWS::Lambda::Permission")) {
                    functionPermissions.addAll(documents.statements(
                            Map.of("Statement", statement(resource)),
                            Kind.TRUST,
                            resource.guard(),
                            template.place(resource)));
                } else if (RUN_AS_A_ROLE.containsKey(resource.type())) {
                    runsAs(resource);
                }
            });
        }
        problems.finish();
        for (Role role : all) {
            if (all.stream()
                    .anyMatch(other -> !other.logicalId().equals(role.logicalId())
                            && other.name().equals(role.name()))) {
                throw new UnsupportedPolicyException(
                        role.logicalId(), "the name " + role.name() + " of a second role", "a name of its own");
            }
        }
    }

    private CallerPolicy callerPolicy(Template.Resource resource) {
        String property = Objects.requireNonNull(CALLER_POLICIES.get(resource.type()));
        return new CallerPolicy(
                Text.of(property.replace("Name", "/").toLowerCase(Locale.ROOT))
                        .then(intrinsics.only(resource.properties().get(property), template.place(resource))),
                resource.guard(),
                statements(resource, Kind.IDENTITY, List.of()));
    }

    /** Of groups, roles and users that are not in the template. */
    public List<CallerPolicy> callerPolicies() {
        return List.copyOf(callerPolicies);
    }

    public List<Role> all() {
        return List.copyOf(all);
    }

    /** Those that have other names. */
    public List<Role> except(List<Text> names) {
        return all.stream().filter(role -> !names.contains(role.name())).toList();
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
        String where = template.place(role);
        Collector problems = new Collector();
        List<PolicyStatement> policy = new ArrayList<>();
        List<Text> names = new ArrayList<>();
        for (ConditionalValue<Object> inline : intrinsics.elements(properties.get("Policies"))) {
            problems.read(() -> {
                addName(names, Template.object(inline.value(), where), where);
                policy.addAll(documents.statements(
                        Template.object(inline.value(), where).get("PolicyDocument"),
                        Kind.IDENTITY,
                        inline.under(role.guard()).guard(),
                        where));
            });
        }
        for (Template.Resource attached : attachable()) {
            for (ConditionalValue<Text> to : attachments(attached)) {
                if (isFor(role, to.value(), where)) {
                    problems.read(() -> {
                        if (attached.type().equals("AWS::IAM::Policy")) {
                            addName(names, attached.properties(), template.place(attached));
                        }
                        policy.addAll(statements(attached, Kind.IDENTITY, to.guard()));
                    });
                }
            }
        }
        List<PolicyStatement> trust = new ArrayList<>();
        problems.read(() -> trust.addAll(documents.statements(
                properties.get("AssumeRolePolicyDocument"), Kind.TRUST, role.guard(), where + " trust")));
        problems.finish();
        return new Role(id, name(role), intrinsics.attribute(id + ".Arn", where), trust, List.copyOf(policy));
    }

    /**
     * Of two policies of one name, a role has only the one that is written last.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html">PutRolePolicy</a>
     */
    private void addName(List<Text> names, Map<String, Object> policy, String where) {
        Text name = intrinsics.only(policy.get("PolicyName"), where);
        for (Text other : names) {
            if (name.literal().isEmpty()
                    || other.literal().isEmpty()
                    || name.toString().equalsIgnoreCase(other.toString())) {
                throw new UnsupportedPolicyException(
                        where,
                        "the policies " + other + " and " + name + " of one role, of which one may replace the other",
                        "two different names as text");
            }
        }
        names.add(name);
    }

    private Text name(Template.Resource role) {
        return intrinsics.reference(role.logicalId(), template.place(role));
    }

    private List<Template.Resource> attachable() {
        return POLICIES.stream()
                .flatMap(type -> template.resources(type).stream())
                .toList();
    }

    private List<ConditionalValue<Text>> attachments(Template.Resource policy) {
        return intrinsics.texts(policy.properties().get("Roles"), template.place(policy));
    }

    /** A name that is known only at deployment could be the name of any role. */
    private boolean isFor(Template.Resource role, Text name, String where) {
        Text own = name(role);
        if (!own.equals(name) && (name.literal().isEmpty() || own.literal().isEmpty()) && !isOfAnother(role, name)) {
            throw new UnsupportedPolicyException(
                    where, "a policy for the role " + name, "!Ref of a role, or the name of each as text");
        }
        return own.equals(name);
    }

    private boolean isOfAnother(Template.Resource role, Text name) {
        return template.resources("AWS::IAM::Role").stream()
                .anyMatch(other -> !other.equals(role) && name(other).equals(name));
    }

    private void refuseForeignRoles(Template.Resource policy) {
        List<ConditionalValue<Text>> names = attachments(policy);
        List<Text> own =
                template.resources("AWS::IAM::Role").stream().map(this::name).toList();
        for (ConditionalValue<Text> name : names) {
            if (!own.contains(name.value())) {
                throw new UnsupportedPolicyException(
                        template.place(policy), "a policy for the role " + name.value(), "a role of the template");
            }
        }
        if (names.isEmpty()) {
            throw new UnsupportedPolicyException(template.place(policy), "a policy without Roles", "a role");
        }
    }

    /** The functions that run as the role. */
    public List<Template.Resource> functions(Role role) {
        return template.resources("AWS::Lambda::Function").stream()
                .filter(function -> runsAs(function).equals(role.arn()))
                .toList();
    }

    private Text runsAs(Template.Resource function) {
        Map<String, Object> properties = function.properties();
        Object named =
                Template.map(properties.getOrDefault("Target", properties)).get(RUN_AS_A_ROLE.get(function.type()));
        Text arn = intrinsics.only(named, template.place(function));
        if (template.resources("AWS::IAM::Role").stream()
                .noneMatch(role ->
                        intrinsics.attribute(role.logicalId() + ".Arn", "").equals(arn))) {
            throw new UnsupportedPolicyException(
                    template.place(function), "the role " + arn, "Fn::GetAtt of a role of the template");
        }
        return arn;
    }

    private List<PolicyStatement> statements(Template.Resource resource, Kind kind, List<ConditionValue> guard) {
        return documents.statements(
                resource.properties().get("PolicyDocument"),
                kind,
                Stream.concat(resource.guard().stream(), guard.stream()).toList(),
                template.place(resource));
    }

    /** The policies of all resources of one type, such as {@code AWS::S3::BucketPolicy}. */
    public List<List<PolicyStatement>> policies(String type) {
        return resourcePolicies.getOrDefault(type, List.of());
    }

    /**
     * The permissions on functions, each a statement of a function's policy.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html">Resource-based
     *     policies of Lambda</a>
     */
    public List<PolicyStatement> functionPermissions() {
        return List.copyOf(functionPermissions);
    }

    private Map<String, Object> statement(Template.Resource permission) {
        Map<String, Object> conditions = new TreeMap<>();
        permission.properties().forEach((name, value) -> {
            switch (name) {
                case "SourceArn" -> conditions.put("ArnLike", Map.of("aws:SourceArn", value));
                case "SourceAccount" -> conditions.put("StringEquals", Map.of("aws:SourceAccount", value));
                default -> {}
            }
        });
        @Nullable Object principal = permission.properties().get("Principal");
        if (principal == null) {
            throw new UnsupportedPolicyException(
                    template.place(permission), "no Principal", "the account or service that may invoke the function");
        }
        String name = intrinsics.only(principal, template.place(permission)).toString();
        Map<String, Object> statement = new TreeMap<>(Map.of("Effect", "Allow", "Condition", conditions));
        statement.put(
                "Principal",
                name.equals("*") ? name : Map.of(name.endsWith(".amazonaws.com") ? "Service" : "AWS", principal));
        statement.put("Action", permission.properties().get("Action"));
        return statement;
    }
}
