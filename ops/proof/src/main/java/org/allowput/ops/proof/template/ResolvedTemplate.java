package org.allowput.ops.proof.template;

import static org.allowput.ops.proof.template.TemplateException.at;
import static org.allowput.ops.proof.template.TemplateException.require;
import static org.allowput.ops.proof.template.TemplateException.requireOneOf;
import static org.allowput.ops.proof.template.TemplateException.unexpected;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
import org.allowput.policy.Condition;
import org.allowput.policy.Policy;
import org.jspecify.annotations.Nullable;

/** What a template deploys with concrete values of its parameters. */
public final class ResolvedTemplate {
    /** With a bucket; with an account and a name; with a Region and an account; behind service and colon. */
    private static final String WHOLE = "s3:[^:]*:[^:]*:[^/].*|iam:[^:]*:[^:]+:.*[^/]|(?!s3:|iam:)[^:]+:[^:]+:[^:]+:.+";

    private final Template template;
    private final Map<String, String> parameters;
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
        this.parameters = declared.values();
        this.environment = Environment.of(account, region, parameters.values());
        Map<String, String> values = new TreeMap<>(environment.pseudoParameters());
        values.putAll(parameters);
        this.resolver = new Resolver(template, values);
        this.secrets = parameters.keySet().stream()
                .filter(declared::isSecret)
                .map(parameters::get)
                .collect(Collectors.toSet());
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

    /** The names of the resources of these types that the template has with these values. */
    private Stream<String> resources(String... types) {
        return template.section("Resources").keySet().stream()
                .filter(id -> List.of(types)
                        .contains(String.valueOf(template.resource(id).get("Type"))))
                .filter(id -> at("Resources." + id, () -> isMet(template.resource(id))));
    }

    /** What {@code Ref} gives. */
    private String name(String id) {
        return resolver.text(Map.of("Ref", id));
    }

    /** @param reading of what a property evaluates to */
    private <T> T read(String id, String property, Function<Object, T> reading) {
        Object node = Template.map(template.resource(id).get("Properties")).get(property);
        return at("Resources." + id + ".Properties." + property, () -> reading.apply(resolver.value(node)));
    }

    /** @param reading of each element of a list */
    private void readEach(String id, String property, Consumer<Object> reading) {
        read(id, property, value -> {
            Template.list(value).forEach(reading);
            return value;
        });
    }

    /** Whether the template has a resource or an output with these values. */
    private boolean isMet(Object node) {
        Object condition = Template.map(node).get("Condition");
        return condition == null || resolver.isMet(String.valueOf(condition));
    }

    /**
     * A policy whose functions were evaluated. A text that turned out to be empty, and an ARN without a part that it
     * must have, are refused: what IAM makes of them is not what their author meant.
     */
    private Policy policy(@Nullable Object resolved) {
        String partition = environment.partition();
        Map<String, Object> document = Template.object(resolved);
        Template.list(document.get("Statement"))
                .forEach(statement -> Template.map(Template.map(statement).get("Condition"))
                        .forEach((operator, keys) ->
                                require(!Template.map(keys).isEmpty(), "no key for " + operator, "a key with values")));
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
        Optional<String> bucket = only(resources("AWS::S3::Bucket").filter(id -> name(id).equals(name)));
        Policy policy = only(resources("AWS::S3::BucketPolicy"))
                .map(id -> {
                    read(id, "Bucket", of -> requireOneOf(Set.of(name), Template.name(of)));
                    return read(id, "PolicyDocument", this::policy);
                })
                .orElse(Policy.NOTHING);
        // The policy of a key is not in the template: as account A's own roles need it.
        Policy ofKey = Policy.parse("""
            {"Statement": {"Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": "kms:*", "Resource": "*"}}\
            """.formatted(environment.account()));
        return new Bucket(
                "arn:" + environment.partition() + ":s3:::" + name,
                policy,
                bucket.map(id -> read(id, "PublicAccessBlockConfiguration", Template::map))
                        .filter(block -> "true".equals(block.get("RestrictPublicBuckets")) && Bucket.isPublic(policy))
                        .isPresent(),
                bucket.map(id -> read(id, "OwnershipControls", Template::map))
                        .filter(Map.of("Rules", List.of(Map.of("ObjectOwnership", "BucketOwnerEnforced")))::equals)
                        .isPresent(),
                List.of(),
                grant.kmsKeys().stream().map(key -> new Bucket.Key(key, ofKey)).toList());
    }

    /** S3 would let the last one replace the others. */
    private static Optional<String> only(Stream<String> found) {
        return found.reduce((one, other) -> at("Resources." + other, () -> {
            throw unexpected(one + " for the second time", "another name");
        }));
    }

    /** IAM would let the last one replace the others. */
    private static <T> T putOnce(Map<String, T> map, String name, T value) {
        require(map.put(name, value) == null, name + " for the second time", "another name");
        return value;
    }

    /** The roles with their policies: those within them, and those that are resources of their own. */
    private List<Role> roles() {
        Map<String, Map<String, Policy>> attached = new TreeMap<>();
        resources("AWS::IAM::Role").forEach(id -> {
            Map<String, Policy> inline = read(
                    id,
                    "RoleName",
                    ignored -> putOnce(attached, name(id), new TreeMap<>(String.CASE_INSENSITIVE_ORDER)));
            readEach(id, "Policies", policy -> {
                Map<String, Object> named = Template.map(policy);
                putOnce(inline, String.valueOf(named.get("PolicyName")), policy(named.get("PolicyDocument")));
            });
        });
        resources("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy").forEach(id -> {
            Policy policy = read(id, "PolicyDocument", this::policy);
            boolean isManaged = template.resource(id).containsValue("AWS::IAM::ManagedPolicy");
            String name = isManaged ? "managed " + id : read(id, "PolicyName", Template::name);
            require(!read(id, "Roles", Template::list).isEmpty(), "no role of " + name, "roles of the template");
            readEach(id, "Roles", role -> {
                String attachedTo = requireOneOf(attached.keySet(), String.valueOf(role));
                putOnce(Objects.requireNonNull(attached.get(attachedTo)), name, policy);
            });
        });
        return resources("AWS::IAM::Role")
                .map(id -> new Role(
                        resolver.text(Map.of("Fn::GetAtt", List.of(id, "Arn"))),
                        read(id, "AssumeRolePolicyDocument", this::policy),
                        List.copyOf(attached.getOrDefault(name(id), Map.of()).values()),
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
                    if (names.known().getOrDefault("Outputs", Set.of()).contains(name) && isMet(output)) {
                        outputs.put(name, resolver.text(Template.map(output).get("Value")));
                    }
                    return outputs;
                }));
        Map<String, Policy> callers = new TreeMap<>();
        for (String kind : List.of("Group", "Role", "User")) {
            resources("AWS::IAM::" + kind + "Policy").forEach(id -> {
                Policy policy = read(id, "PolicyDocument", this::policy);
                read(
                        id,
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

    private DeployedFunction function(String id) {
        Map<String, String> variables = new TreeMap<>();
        Template.map(read(id, "Environment", Template::map).get("Variables"))
                .forEach((name, value) -> variables.put(name, String.valueOf(value)));
        return new DeployedFunction(
                name(id),
                read(id, "Role", Template::name),
                variables,
                String.valueOf(read(id, "LoggingConfig", Template::map).get("LogGroup")),
                !read(id, "VpcConfig", Template::map).isEmpty());
    }
}
