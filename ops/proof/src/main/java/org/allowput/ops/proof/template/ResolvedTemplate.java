package org.allowput.ops.proof.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.ops.proof.deployed.Bucket;
import org.allowput.ops.proof.deployed.GrantSection;
import org.allowput.ops.proof.deployed.MeantGrant;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.SourceDeployment;
import org.allowput.ops.proof.deployed.SourceDeployment.Function;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.policy.Policy;

/** What a template deploys with concrete values of its parameters. */
public final class ResolvedTemplate {
    private static final Policy NONE = new Policy(List.of());
    private static final List<String> OF_CALLERS =
            List.of("AWS::IAM::GroupPolicy", "AWS::IAM::RolePolicy", "AWS::IAM::UserPolicy");

    private final Template template;
    private final Parameters parameters;
    private final Environment environment;
    private final Resolver resolver;
    private final ResolvedPolicies policies;

    /** A resource that the template has with these values. */
    private record Resource(String id, String type, Map<String, Object> properties) {
        String path(String property) {
            return "Resources." + id + ".Properties." + property;
        }
    }

    /**
     * Resolves a template.
     *
     * @param given values of parameters; the others have their defaults
     * @param account of the stack; without it, one that no value names
     * @throws TemplateException if it has what is not known
     */
    public ResolvedTemplate(
            Template template, Map<String, String> given, Optional<String> account, Optional<String> region) {
        this.template = template;
        this.parameters = Parameters.of(template.section("Parameters"), given);
        this.environment = Environment.of(account, region, parameters.values().values());
        this.resolver = new Resolver(template, parameters, environment);
        this.policies = new ResolvedPolicies(resolver, parameters, environment);
    }

    /** What the template's settings mean; empty if it does not say it. */
    public Optional<GrantSection> grant() {
        return template.section("Metadata").get("Grant") instanceof Map<?, ?> section
                ? Optional.of(new GrantSection(section, parameters.values()))
                : Optional.empty();
    }

    /** What account A's template deploys. */
    public TargetDeployment target(String bucket, List<MeantGrant> grants) {
        new ResourceTypes("A").check(template);
        return new TargetDeployment(
                environment.partition(), environment.account(), roles(), bucket(bucket, grants), grants);
    }

    private Stream<Resource> resources(String... types) {
        return template.section("Resources").entrySet().stream()
                .map(entry -> new Resource(
                        entry.getKey(),
                        String.valueOf(Template.map(entry.getValue()).get("Type")),
                        Template.map(Template.map(entry.getValue()).get("Properties"))))
                .filter(resource -> List.of(types).contains(resource.type()))
                .filter(resource -> {
                    Object condition = Template.map(
                                    template.section("Resources").get(resource.id()))
                            .get("Condition");
                    return condition == null
                            || resolver.isMet(String.valueOf(condition), "Resources." + resource.id() + ".Condition");
                });
    }

    private String text(Resource resource, String property) {
        String text = resolver.text(resource.properties().get(property), resource.path(property));
        if (text.isEmpty()) {
            throw new TemplateException(resource.path(property), "an empty text", "a name");
        }
        return text;
    }

    private Policy document(Resource resource, String property) {
        return policies.policy(resource.properties().get(property), resource.path(property));
    }

    private Bucket bucket(String name, List<MeantGrant> grants) {
        String arn = "arn:" + environment.partition() + ":s3:::" + name;
        List<Resource> own = resources("AWS::S3::Bucket")
                .filter(bucket -> resolver.text(Map.of("Ref", bucket.id()), bucket.path("BucketName"))
                        .equals(name))
                .toList();
        List<Policy> attached = resources("AWS::S3::BucketPolicy")
                .map(policy -> {
                    String bucket = text(policy, "Bucket");
                    if (!bucket.equals(name)) {
                        throw new TemplateException(policy.path("Bucket"), bucket, name);
                    }
                    return document(policy, "PolicyDocument");
                })
                .toList();
        if (attached.size() > 1 || own.size() > 1) {
            throw new TemplateException("Resources", "the bucket " + name + " or its policy twice", "one of each");
        }
        // The policy of a key is not in the template: as account A's own roles need it.
        List<Bucket.Key> keys = grants.stream()
                .flatMap(grant -> grant.kmsKeyArn().stream())
                .distinct()
                .map(key -> new Bucket.Key(
                        key,
                        Policy.of(Map.of(
                                "Statement",
                                Map.of(
                                        "Effect", "Allow",
                                        "Principal", Map.of("AWS", environment.account()),
                                        "Action", "kms:*",
                                        "Resource", "*")))))
                .toList();
        return new Bucket(
                arn,
                attached.stream().findFirst().orElse(NONE),
                own.stream()
                        .anyMatch(bucket -> "true"
                                .equals(resolved(bucket, "PublicAccessBlockConfiguration")
                                        .get("RestrictPublicBuckets"))),
                own.stream()
                        .anyMatch(bucket -> resolved(bucket, "OwnershipControls")
                                .equals(Map.of("Rules", List.of(Map.of("ObjectOwnership", "BucketOwnerEnforced"))))),
                List.of(),
                keys);
    }

    private Map<String, Object> resolved(Resource resource, String property) {
        return Template.map(resolver.value(resource.properties().get(property), resource.path(property))
                .orElse(null));
    }

    private List<Role> roles() {
        return List.copyOf(rolesById().values());
    }

    /** The roles with the policies that the template attaches to them, by their logical ids. */
    public SequencedMap<String, Role> rolesById() {
        SequencedMap<String, Role> roles = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        Map<String, List<Policy>> attached = attached();
        resources("AWS::IAM::Role").forEach(resource -> {
            String name = resolver.text(Map.of("Ref", resource.id()), resource.path("RoleName"));
            if (!names.add(name)) {
                throw new TemplateException(resource.path("RoleName"), name + " for the second time", "another name");
            }
            List<Policy> identity = new ArrayList<>(inline(resource));
            identity.addAll(attached.getOrDefault(name, List.of()));
            roles.put(
                    resource.id(),
                    new Role(
                            resolver.text(
                                    Map.of("Fn::GetAtt", List.of(resource.id(), "Arn")), resource.path("RoleName")),
                            document(resource, "AssumeRolePolicyDocument"),
                            identity,
                            // A boundary is not in the template, and allows no more.
                            Optional.empty(),
                            List.of()));
        });
        attached.keySet().stream()
                .filter(name -> !names.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new TemplateException("Resources", "a policy for the role " + name, "a role of the template");
                });
        return roles;
    }

    private List<Policy> inline(Resource role) {
        Map<String, Policy> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        String path = role.path("Policies");
        for (Object each : Template.list(
                resolver.value(role.properties().get("Policies"), path).orElse(null))) {
            Map<String, Object> policy = Template.object(each, path);
            String name = String.valueOf(policy.get("PolicyName"));
            // https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html: the last one would replace
            // it.
            if (byName.put(name, policies.policy(policy.get("PolicyDocument"), path + "." + name)) != null) {
                throw new TemplateException(path, "the policy " + name + " for the second time", "another name");
            }
        }
        return List.copyOf(byName.values());
    }

    private Map<String, List<Policy>> attached() {
        Map<String, List<Policy>> attached = new HashMap<>();
        Set<String> names = new HashSet<>();
        resources("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy").forEach(resource -> {
            Policy policy = document(resource, "PolicyDocument");
            List<Object> roles =
                    Template.list(resolver.value(resource.properties().get("Roles"), resource.path("Roles"))
                            .orElse(null));
            if (roles.isEmpty()) {
                throw new TemplateException(resource.path("Roles"), "no role", "roles of the template");
            }
            for (Object role : roles) {
                if (resource.type().equals("AWS::IAM::Policy")
                        && !names.add(role + "/" + text(resource, "PolicyName"))) {
                    throw new TemplateException(resource.path("PolicyName"), "a name for the second time", "another");
                }
                attached.computeIfAbsent(String.valueOf(role), missing -> new ArrayList<>())
                        .add(policy);
            }
        });
        return attached;
    }

    /** What account B's template deploys. */
    public SourceDeployment source(GrantSection grant) {
        new ResourceTypes("B").check(template);
        Map<String, String> outputs = new TreeMap<>();
        template.section("Outputs").forEach((name, node) -> {
            Map<String, Object> output = Template.map(node);
            if (SourceDeployment.OUTPUTS.contains(name)
                    && (output.get("Condition") == null
                            || resolver.isMet(String.valueOf(output.get("Condition")), "Outputs." + name))) {
                outputs.put(name, resolver.text(output.get("Value"), "Outputs." + name));
            }
        });
        Map<String, Policy> callers = new TreeMap<>();
        resources(OF_CALLERS.toArray(String[]::new)).forEach(resource -> {
            String kind = resource.type().replaceFirst(".*::(\\w+)Policy", "$1");
            String name = kind.toLowerCase(Locale.ROOT) + "/" + text(resource, kind + "Name");
            if (callers.put(name, document(resource, "PolicyDocument")) != null) {
                throw new TemplateException(
                        resource.path(kind + "Name"), name + " for the second time", "one policy for each");
            }
        });
        return new SourceDeployment(
                environment.partition(),
                environment.account(),
                environment.region(),
                outputs,
                grant.ofSource(environment.partition()),
                roles(),
                resources("AWS::Lambda::Function").map(this::function).toList(),
                callers);
    }

    private Function function(Resource resource) {
        Map<String, String> variables = new TreeMap<>();
        Template.map(resolved(resource, "Environment").get("Variables"))
                .forEach((name, value) -> variables.put(name, String.valueOf(value)));
        return new Function(
                resolver.text(Map.of("Ref", resource.id()), resource.path("FunctionName")),
                text(resource, "Role"),
                variables,
                String.valueOf(resolved(resource, "LoggingConfig").get("LogGroup")),
                !resolved(resource, "VpcConfig").isEmpty());
    }

    /** The policies of resources of a type, by their logical ids. */
    public Map<String, Policy> policies(String type) {
        Map<String, Policy> found = new TreeMap<>();
        resources(type).forEach(resource -> found.put(resource.id(), document(resource, "PolicyDocument")));
        return found;
    }
}
