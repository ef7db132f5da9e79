package org.allowput.ops.proof.template;

import static org.allowput.ops.proof.template.TemplateException.at;
import static org.allowput.ops.proof.template.TemplateException.require;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.allowput.ops.proof.deployed.Bucket;
import org.allowput.ops.proof.deployed.MeantGrant;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.SourceDeployment;
import org.allowput.ops.proof.deployed.SourceDeployment.DeployedFunction;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.policy.Policy;

/** What a template deploys with concrete values of its parameters. */
public final class ResolvedTemplate {
    private final Template template;
    private final Parameters parameters;
    private final Environment environment;
    private final Resolver resolver;
    private final ResolvedPolicies policies;

    /** A resource that the template has with these values. */
    private record Resource(String id, String type, Map<String, Object> properties) {
        static Resource of(String id, Map<String, Object> node) {
            return new Resource(id, String.valueOf(node.get("Type")), Template.map(node.get("Properties")));
        }

        /** @param reading of a property, which may be absent */
        <T> T read(String property, Function<Object, T> reading) {
            return at(
                    "Resources." + id + ".Properties." + property,
                    () -> reading.apply(properties.getOrDefault(property, Map.of("Ref", "AWS::NoValue"))));
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
        this.policies = new ResolvedPolicies(resolver, parameters, environment.partition());
    }

    /** The values of its parameters. */
    public Map<String, String> parameters() {
        return parameters.values();
    }

    /** What account A's template deploys, with the bucket that is meant. */
    public TargetDeployment target(List<MeantGrant> grants) {
        new ResourceTypes("A").check(template);
        return new TargetDeployment(
                environment.partition(), environment.account(), roles(), bucket(grants.getFirst()), grants);
    }

    private Stream<Resource> resources(String... types) {
        return template.section("Resources").entrySet().stream()
                .map(entry -> Map.entry(entry.getKey(), Template.map(entry.getValue())))
                .filter(entry -> List.of(types).contains(entry.getValue().get("Type")))
                .filter(entry -> isMet("Resources." + entry.getKey(), entry.getValue()))
                .map(entry -> Resource.of(entry.getKey(), entry.getValue()));
    }

    /** Whether the template has a resource or an output with these values. */
    private boolean isMet(String path, Map<String, Object> node) {
        Object condition = node.get("Condition");
        return condition == null || at(path, () -> resolver.isMet(String.valueOf(condition)));
    }

    private Policy document(Resource resource) {
        return resource.read("PolicyDocument", policies::policy);
    }

    private Map<String, Object> object(Resource resource, String property) {
        return resource.read(property, node -> Template.map(resolver.value(node).orElse(null)));
    }

    /** IAM and S3 would let the last one replace the others. */
    private static <T> void putOnce(Resource resource, Map<String, T> map, String name, T value) {
        at("Resources." + resource.id(), () -> {
            require(map.put(name, value) == null, name + " for the second time", "another name");
            return value;
        });
    }

    private Bucket bucket(MeantGrant grant) {
        String name = grant.bucket();
        Map<String, Resource> own = new HashMap<>();
        resources("AWS::S3::Bucket")
                .filter(bucket -> resolver.text(Map.of("Ref", bucket.id())).equals(name))
                .forEach(bucket -> putOnce(bucket, own, name, bucket));
        Map<String, Policy> attached = new HashMap<>();
        resources("AWS::S3::BucketPolicy").forEach(policy -> {
            policy.read("Bucket", node -> Template.refuseOthers(List.of(resolver.name(node)), Set.of(name)));
            putOnce(policy, attached, name, document(policy));
        });
        Optional<Resource> made = Optional.ofNullable(own.get(name));
        Policy policy = attached.getOrDefault(name, Policy.NOTHING);
        // The policy of a key is not in the template: as account A's own roles need it.
        Policy ofKey = Policy.of(Map.of(
                "Statement",
                Map.of(
                        "Effect", "Allow",
                        "Principal", Map.of("AWS", environment.account()),
                        "Action", "kms:*",
                        "Resource", "*")));
        return new Bucket(
                "arn:" + environment.partition() + ":s3:::" + name,
                policy,
                made.map(bucket -> object(bucket, "PublicAccessBlockConfiguration"))
                        .filter(block -> "true".equals(block.get("RestrictPublicBuckets")) && Bucket.isPublic(policy))
                        .isPresent(),
                made.map(bucket -> object(bucket, "OwnershipControls"))
                        .filter(Map.of("Rules", List.of(Map.of("ObjectOwnership", "BucketOwnerEnforced")))::equals)
                        .isPresent(),
                List.of(),
                grant.kmsKeys().stream().map(key -> new Bucket.Key(key, ofKey)).toList());
    }

    /** The roles with the policies that the template attaches to them. */
    private List<Role> roles() {
        Map<String, Role> byName = new LinkedHashMap<>();
        Map<String, Map<String, Policy>> attached = attached();
        resources("AWS::IAM::Role").forEach(resource -> {
            String name = resolver.text(Map.of("Ref", resource.id()));
            Role role = new Role(
                    resolver.text(Map.of("Fn::GetAtt", List.of(resource.id(), "Arn"))),
                    resource.read("AssumeRolePolicyDocument", policies::policy),
                    List.copyOf(attached.getOrDefault(name, Map.of()).values()),
                    // A boundary is not in the template, and allows no more.
                    Optional.empty(),
                    List.of());
            putOnce(resource, byName, name, role);
        });
        at("Resources", () -> Template.refuseOthers(attached.keySet(), byName.keySet()));
        return List.copyOf(byName.values());
    }

    /** The policies within roles, and those that are resources of their own, by the names of roles. */
    private Map<String, Map<String, Policy>> attached() {
        Map<String, Map<String, Policy>> attached = new HashMap<>();
        resources("AWS::IAM::Role")
                .forEach(role -> role.read(
                                "Policies",
                                node -> Template.list(resolver.value(node).orElse(null)))
                        .forEach(inline -> attach(
                                role,
                                attached,
                                resolver.text(Map.of("Ref", role.id())),
                                String.valueOf(Template.map(inline).get("PolicyName")),
                                role.read(
                                        "Policies",
                                        ignored -> policies.policy(
                                                Template.map(inline).get("PolicyDocument"))))));
        resources("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy").forEach(resource -> {
            List<Object> roles = resource.read("Roles", node -> {
                List<Object> named = Template.list(resolver.value(node).orElse(null));
                require(!named.isEmpty(), "no role", "roles of the template");
                return named;
            });
            String name = resource.type().equals("AWS::IAM::ManagedPolicy")
                    ? "managed " + resource.id()
                    : resource.read("PolicyName", resolver::name);
            roles.forEach(role -> attach(resource, attached, String.valueOf(role), name, document(resource)));
        });
        return attached;
    }

    private static void attach(
            Resource resource, Map<String, Map<String, Policy>> attached, String role, String name, Policy policy) {
        putOnce(
                resource,
                attached.computeIfAbsent(role, none -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER)),
                name,
                policy);
    }

    /** What account B's template deploys. */
    public SourceDeployment source(MeantGrant grant) {
        new ResourceTypes("B").check(template);
        Map<String, String> outputs = new TreeMap<>();
        template.section("Outputs").forEach((name, node) -> {
            Map<String, Object> output = Template.map(node);
            if (SourceDeployment.OUTPUTS.contains(name) && isMet("Outputs." + name, output)) {
                outputs.put(name, at("Outputs." + name, () -> resolver.text(output.get("Value"))));
            }
        });
        Map<String, Policy> callers = new TreeMap<>();
        resources("AWS::IAM::GroupPolicy", "AWS::IAM::RolePolicy", "AWS::IAM::UserPolicy")
                .forEach(resource -> {
                    String kind = resource.type().replaceFirst(".*::(\\w+)Policy", "$1");
                    String name = kind.toLowerCase(Locale.ROOT) + "/" + resource.read(kind + "Name", resolver::name);
                    putOnce(resource, callers, name, document(resource));
                });
        return new SourceDeployment(
                environment.partition(),
                environment.account(),
                environment.region(),
                outputs,
                grant,
                roles(),
                resources("AWS::Lambda::Function").map(this::function).toList(),
                callers);
    }

    private DeployedFunction function(Resource resource) {
        Map<String, String> variables = new TreeMap<>();
        Template.map(object(resource, "Environment").get("Variables"))
                .forEach((name, value) -> variables.put(name, String.valueOf(value)));
        return new DeployedFunction(
                resolver.text(Map.of("Ref", resource.id())),
                resource.read("Role", resolver::name),
                variables,
                String.valueOf(object(resource, "LoggingConfig").get("LogGroup")),
                !object(resource, "VpcConfig").isEmpty());
    }
}
