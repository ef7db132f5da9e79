package org.allowput.ops.proof.template;

import static org.allowput.ops.proof.template.TemplateException.at;
import static org.allowput.ops.proof.template.TemplateException.require;
import static org.allowput.ops.proof.template.TemplateException.requireOneOf;
import static org.allowput.ops.proof.template.TemplateException.unexpected;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
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
    private final Map<String, String> parameters;
    private final Environment environment;
    private final Resolver resolver;
    private final ResolvedPolicies policies;

    /** A resource that the template has with these values. */
    private record Resource(Resolver resolver, String id, Map<String, Object> node) {
        String type() {
            return String.valueOf(node.get("Type"));
        }

        /** What {@code Ref} gives. */
        String name() {
            return resolver.text(Map.of("Ref", id));
        }

        /** @param reading of what the property evaluates to */
        <T> T read(String property, Function<Object, T> reading) {
            return at(
                    "Resources." + id + ".Properties." + property,
                    () -> reading.apply(
                            resolver.value(Template.map(node.get("Properties")).get(property))));
        }

        /** @param reading of each element of a list */
        void readEach(String property, Consumer<Object> reading) {
            read(property, value -> {
                Template.list(value).forEach(reading);
                return value;
            });
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
        Parameters declared = new Parameters(template.section("Parameters"), given);
        this.parameters = declared.values();
        this.environment = Environment.of(account, region, parameters.values());
        Map<String, String> values = new TreeMap<>(environment.pseudoParameters());
        values.putAll(parameters);
        this.resolver = new Resolver(template, values);
        Set<String> secrets = parameters.keySet().stream()
                .filter(declared::isSecret)
                .map(parameters::get)
                .collect(Collectors.toSet());
        this.policies = new ResolvedPolicies(secrets, environment.partition());
    }

    /** The values of its parameters. */
    public Map<String, String> parameters() {
        return parameters;
    }

    /** What account A's template deploys, with the bucket that is meant. */
    public TargetDeployment target(List<MeantGrant> grants) {
        KnownNames.of("A").check(template);
        return new TargetDeployment(
                environment.partition(), environment.account(), roles(), bucket(grants.getFirst()), grants);
    }

    private Stream<Resource> resources(String... types) {
        return template.section("Resources").entrySet().stream()
                .map(entry -> new Resource(resolver, entry.getKey(), Template.map(entry.getValue())))
                .filter(resource -> List.of(types).contains(resource.type()))
                .filter(resource -> at("Resources." + resource.id(), () -> isMet(resource.node())));
    }

    /** Whether the template has a resource or an output with these values. */
    private boolean isMet(Object node) {
        Object condition = Template.map(node).get("Condition");
        return condition == null || resolver.isMet(String.valueOf(condition));
    }

    private Bucket bucket(MeantGrant grant) {
        String name = grant.bucket();
        Optional<Resource> bucket =
                only(resources("AWS::S3::Bucket").filter(own -> own.name().equals(name)));
        Policy policy = only(resources("AWS::S3::BucketPolicy"))
                .map(attached -> {
                    attached.read("Bucket", of -> requireOneOf(Set.of(name), Template.name(of)));
                    return attached.read("PolicyDocument", policies::policy);
                })
                .orElse(Policy.NOTHING);
        // The policy of a key is not in the template: as account A's own roles need it.
        Policy ofKey = Policy.parse("""
            {"Statement": {"Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": "kms:*", "Resource": "*"}}\
            """.formatted(environment.account()));
        return new Bucket(
                "arn:" + environment.partition() + ":s3:::" + name,
                policy,
                bucket.map(own -> own.read("PublicAccessBlockConfiguration", Template::map))
                        .filter(block -> "true".equals(block.get("RestrictPublicBuckets")) && Bucket.isPublic(policy))
                        .isPresent(),
                bucket.map(own -> own.read("OwnershipControls", Template::map))
                        .filter(Map.of("Rules", List.of(Map.of("ObjectOwnership", "BucketOwnerEnforced")))::equals)
                        .isPresent(),
                List.of(),
                grant.kmsKeys().stream().map(key -> new Bucket.Key(key, ofKey)).toList());
    }

    /** S3 would let the last one replace the others. */
    private static Optional<Resource> only(Stream<Resource> found) {
        return found.reduce((one, other) -> at("Resources." + other.id(), () -> {
            throw unexpected(one.id() + " for the second time", "another name");
        }));
    }

    /** IAM would let the last one replace the others. */
    private static Policy putOnce(Map<String, Policy> map, String name, Policy policy) {
        require(map.put(name, policy) == null, name + " for the second time", "another name");
        return policy;
    }

    /** The roles with their policies: those within them, and those that are resources of their own. */
    private List<Role> roles() {
        Map<String, Map<String, Policy>> attached = new TreeMap<>();
        resources("AWS::IAM::Role").forEach(role -> {
            Map<String, Policy> inline = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            role.read("RoleName", ignored -> {
                require(
                        attached.put(role.name(), inline) == null,
                        role.name() + " for the second time",
                        "another name");
                return inline;
            });
            role.readEach(
                    "Policies",
                    policy -> putOnce(
                            inline,
                            String.valueOf(Template.map(policy).get("PolicyName")),
                            policies.policy(Template.map(policy).get("PolicyDocument"))));
        });
        resources("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy").forEach(resource -> {
            Policy policy = resource.read("PolicyDocument", policies::policy);
            String name = resource.type().equals("AWS::IAM::Policy")
                    ? resource.read("PolicyName", Template::name)
                    : "managed " + resource.id();
            require(!resource.read("Roles", Template::list).isEmpty(), "no role of " + name, "roles of the template");
            resource.readEach("Roles", role -> putOnce(requireOneOf(attached, String.valueOf(role)), name, policy));
        });
        return resources("AWS::IAM::Role")
                .map(role -> new Role(
                        resolver.text(Map.of("Fn::GetAtt", List.of(role.id(), "Arn"))),
                        role.read("AssumeRolePolicyDocument", policies::policy),
                        List.copyOf(requireOneOf(attached, role.name()).values()),
                        // A boundary is not in the template, and allows no more.
                        Optional.empty(),
                        List.of()))
                .toList();
    }

    /** What account B's template deploys. */
    public SourceDeployment source(MeantGrant grant) {
        KnownNames names = KnownNames.of("B");
        names.check(template);
        Map<String, String> outputs = new TreeMap<>();
        template.section("Outputs")
                .forEach((name, output) -> at("Outputs." + name, () -> {
                    if (names.isKnown("Outputs", name) && isMet(output)) {
                        outputs.put(name, resolver.text(Template.map(output).get("Value")));
                    }
                    return outputs;
                }));
        Map<String, Policy> callers = new TreeMap<>();
        for (String kind : List.of("Group", "Role", "User")) {
            resources("AWS::IAM::" + kind + "Policy").forEach(resource -> {
                Policy policy = resource.read("PolicyDocument", policies::policy);
                resource.read(
                        kind + "Name",
                        name -> putOnce(callers, kind.toLowerCase(Locale.ROOT) + "/" + Template.name(name), policy));
            });
        }
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
        Template.map(resource.read("Environment", Template::map).get("Variables"))
                .forEach((name, value) -> variables.put(name, String.valueOf(value)));
        return new DeployedFunction(
                resource.name(),
                resource.read("Role", Template::name),
                variables,
                String.valueOf(resource.read("LoggingConfig", Template::map).get("LogGroup")),
                !resource.read("VpcConfig", Template::map).isEmpty());
    }
}
