package org.allowput.ops.proof.template;

import static org.allowput.ops.proof.template.Template.list;
import static org.allowput.ops.proof.template.Template.map;
import static org.allowput.ops.proof.template.Template.name;
import static org.allowput.ops.proof.template.TemplateException.at;
import static org.allowput.ops.proof.template.TemplateException.require;
import static org.allowput.ops.proof.template.TemplateException.requireOneOf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.allowput.ops.proof.deployed.Bucket;
import org.allowput.ops.proof.deployed.MeantGrant;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.SourceDeployment;
import org.allowput.ops.proof.deployed.SourceDeployment.DeployedFunction;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.policy.Condition;
import org.allowput.policy.Policy;
import org.jspecify.annotations.Nullable;

/** What a template deploys with concrete values of its parameters. */
public final class ResolvedTemplate {
    /** With a bucket; with an account and a name; with a Region and an account; behind service and colon. */
    private static final String WHOLE = "s3:[^:]*:[^:]*:[^/].*|iam:[^:]*:[^:]+:.*[^/]|(?!s3:|iam:)[^:]+:[^:]+:[^:]+:.+";

    private final Template template;
    private final Environment environment;
    private final Resolver resolver;
    /** The values of parameters with {@code NoEcho}. */
    private final Set<String> secrets;

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
        Map<String, String> values = declared.values();
        this.secrets = values.keySet().stream()
                .filter(declared::isSecret)
                .map(values::get)
                .collect(Collectors.toSet());
        this.environment = Environment.of(account, region, values.values());
        values.putAll(environment.pseudoParameters());
        this.resolver = new Resolver(template, values);
    }

    /** What its roles say that they are meant to grant. */
    public List<MeantGrant> grants() {
        return resolver.grants();
    }

    /** What account A's template deploys, with the bucket that is meant. */
    public TargetDeployment target(List<MeantGrant> grants) {
        KnownNames.of("A").check(template);
        return new TargetDeployment(
                environment.partition(), environment.account(), roles(), bucket(grants.getFirst()), grants);
    }

    /** Reads the resources of a type that the template has with these values, by their ids. */
    private void each(String type, Consumer<String> reading) {
        template.section("Resources")
                .forEach((id, resource) -> at("Resources." + id, () -> {
                    if (type.equals(map(resource).get("Type")) && resolver.exists(resource)) {
                        reading.accept(id);
                    }
                    return id;
                }));
    }

    private Object property(String id, String property) {
        Object node = map(template.resource(id).get("Properties")).get(property);
        return at("Properties." + property, () -> resolver.value(node));
    }

    private Policy policy(String id, String property) {
        Object resolved = property(id, property);
        return at("Properties." + property, () -> policy(resolved));
    }

    /**
     * A policy whose functions were evaluated. A text that turned out to be empty, and an ARN without a part that it
     * must have, are refused: what IAM makes of them is not what their author meant.
     */
    private Policy policy(@Nullable Object resolved) {
        String partition = environment.partition();
        Map<String, Object> document = Template.object(resolved);
        list(document.get("Statement"))
                .forEach(statement -> map(map(statement).get("Condition"))
                        .forEach((operator, keys) ->
                                require(!map(keys).isEmpty(), "no key for " + operator, "a key with values")));
        Policy policy = Policy.of(document);
        policy.statements().stream()
                .flatMap(statement -> statement.resources().stream())
                .flatMap(resources -> resources.texts().stream())
                .forEach(arn -> require(
                        arn.text().matches("(?s)\\*|arn:(" + partition + "|\\*):(" + WHOLE + ")"),
                        "the resource " + arn.text(),
                        "a whole ARN of the partition " + partition + ", or *"));
        policy.principals("AWS")
                .forEach(name -> require(
                        !name.startsWith("arn:") || name.startsWith("arn:" + partition + ":"),
                        "the principal " + name,
                        "one of the partition " + partition));
        policy.conditions().forEach(condition -> condition.expected().forEach(value -> checkValue(condition, value)));
        return policy;
    }

    private void checkValue(Condition condition, String value) {
        boolean isSecret = secrets.contains(value) || value.startsWith("{{resolve:secretsmanager:");
        boolean ofExternalId = condition.key().equalsIgnoreCase("sts:ExternalId");
        require(!value.isEmpty(), "an empty value of " + condition.key(), "a value");
        require(
                isSecret || !ofExternalId || condition.operator().equals("Null"),
                "an ExternalId",
                "a parameter with NoEcho, or a reference to a secret");
        require(!isSecret || ofExternalId, "a secret as " + condition.key(), "a value that all may know");
    }

    private Bucket bucket(MeantGrant grant) {
        String name = grant.bucket();
        Map<String, List<Object>> buckets = new TreeMap<>();
        each(
                "AWS::S3::Bucket",
                id -> putOnce(
                        buckets,
                        resolver.named(id),
                        List.of(
                                map(property(id, "PublicAccessBlockConfiguration"))
                                        .getOrDefault("RestrictPublicBuckets", "false"),
                                property(id, "OwnershipControls"))));
        List<Object> bucket = buckets.getOrDefault(name, List.of("false", ""));
        Map<String, Policy> policies = new TreeMap<>();
        each("AWS::S3::BucketPolicy", id -> {
            String of = requireOneOf(Set.of(name), name(property(id, "Bucket")));
            putOnce(policies, of, policy(id, "PolicyDocument"));
        });
        Policy policy = policies.getOrDefault(name, Policy.NOTHING);
        // The policy of a key is not in the template: as account A's own roles need it.
        Policy ofKey = Policy.parse("""
            {"Statement": {"Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": "kms:*", "Resource": "*"}}\
            """.formatted(environment.account()));
        return new Bucket(
                "arn:" + environment.partition() + ":s3:::" + name,
                bucket.getFirst().equals("true") ? Bucket.restricted(policy, environment.account()) : policy,
                bucket.getLast().equals(Map.of("Rules", List.of(Map.of("ObjectOwnership", "BucketOwnerEnforced")))),
                List.of(),
                grant.kmsKeys().stream().map(key -> new Bucket.Key(key, ofKey)).toList());
    }

    /** AWS would let the last one replace the others. */
    private static <T> void putOnce(Map<String, T> map, String name, T value) {
        require(map.put(name, value) == null, name + " for the second time", "another name");
    }

    /** The roles with their policies: those within them, and those that are resources of their own. */
    private List<Role> roles() {
        Map<String, Map<String, Policy>> policies = new TreeMap<>();
        each("AWS::IAM::Role", id -> {
            Map<String, Policy> inline = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            putOnce(policies, resolver.named(id), inline);
            list(property(id, "Policies")).stream()
                    .map(Template::object)
                    .forEach(each -> putOnce(inline, name(each.get("PolicyName")), policy(each.get("PolicyDocument"))));
        });
        each("AWS::IAM::Policy", id -> {
            List<Object> names = list(property(id, "Roles"));
            require(!names.isEmpty(), "no role", "roles of the template");
            names.forEach(name -> putOnce(
                    Objects.requireNonNull(policies.get(requireOneOf(policies.keySet(), Template.text(name)))),
                    name(property(id, "PolicyName")),
                    policy(id, "PolicyDocument")));
        });
        List<Role> roles = new ArrayList<>();
        each(
                "AWS::IAM::Role",
                id -> roles.add(new Role(
                        resolver.named(id + ".Arn"),
                        policy(id, "AssumeRolePolicyDocument"),
                        List.copyOf(policies.getOrDefault(resolver.named(id), Map.of())
                                .values()),
                        // A boundary is not in the template, and allows no more.
                        Optional.empty(),
                        List.of())));
        return roles;
    }

    /** What account B's template deploys. */
    public SourceDeployment source(MeantGrant grant) {
        KnownNames names = KnownNames.of("B");
        names.check(template);
        Map<String, String> outputs = new TreeMap<>();
        Map<String, Object> declared = new TreeMap<>(template.section("Outputs"));
        declared.keySet().retainAll(names.known().getOrDefault("Outputs", Set.of()));
        declared.forEach((name, output) -> at("Outputs." + name, () -> {
            if (resolver.exists(output)) {
                outputs.put(name, resolver.text(map(output).get("Value")));
            }
            return name;
        }));
        Map<String, Policy> callers = new TreeMap<>();
        for (String kind : List.of("Group", "Role", "User")) {
            each(
                    "AWS::IAM::" + kind + "Policy",
                    id -> putOnce(
                            callers,
                            kind.toLowerCase(Locale.ROOT) + "/" + name(property(id, kind + "Name")),
                            policy(id, "PolicyDocument")));
        }
        List<DeployedFunction> functions = new ArrayList<>();
        each("AWS::Lambda::Function", id -> functions.add(function(id)));
        return new SourceDeployment(
                environment.partition(),
                environment.account(),
                environment.region(),
                outputs,
                grant,
                roles(),
                functions,
                callers);
    }

    private DeployedFunction function(String id) {
        Map<String, String> variables = new TreeMap<>();
        map(map(property(id, "Environment")).get("Variables"))
                .forEach((name, value) -> variables.put(name, String.valueOf(value)));
        return new DeployedFunction(
                resolver.named(id),
                name(property(id, "Role")),
                variables,
                String.valueOf(map(property(id, "LoggingConfig")).get("LogGroup")),
                !map(property(id, "VpcConfig")).isEmpty());
    }
}
