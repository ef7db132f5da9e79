package org.allowput.ops.proof.template;

import static org.allowput.policy.template.Template.list;
import static org.allowput.policy.template.Template.map;
import static org.allowput.policy.template.TemplateException.at;
import static org.allowput.policy.template.TemplateException.require;
import static org.allowput.policy.template.TemplateException.requireOneOf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.ops.proof.deployed.Bucket;
import org.allowput.ops.proof.deployed.ExecutionRole;
import org.allowput.ops.proof.deployed.ExpectedGrant;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.SourceDeployment;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.policy.Condition;
import org.allowput.policy.Policy;
import org.allowput.policy.Request;
import org.allowput.policy.template.IntrinsicFunctions;
import org.allowput.policy.template.Template;
import org.allowput.policy.template.TemplateException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;

/** The resources that a template deploys with concrete values of its parameters. */
public final class ResolvedTemplate {
    /** With a bucket; with an account and a name; with a Region and an account; behind service and colon. */
    private static final String WHOLE = "s3:[^:]*:[^:]*:[^/].*|iam:[^:]*:[^:]+:.*[^/]|(?!s3:|iam:)[^:]+:[^:]+:[^:]+:.+";

    private static final Map<String, ?> OWNED =
            Map.of("Rules", List.of(Map.of("ObjectOwnership", "BucketOwnerEnforced")));

    private final Template template;
    private final Resolver resolver;
    private final String partition;
    private final String account;
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
        values.putAll(Parameters.pseudo(account, Region.of(region.orElse("us-east-1")), values.values()));
        this.resolver = new Resolver(template, values);
        this.partition = resolver.named("AWS::Partition");
        this.account = resolver.named("AWS::AccountId");
    }

    /** What its roles say that they are expected to grant. */
    public List<ExpectedGrant> grants() {
        return resolver.grants();
    }

    /** What account A's template deploys, with the bucket of the grants. */
    public TargetDeployment target(List<ExpectedGrant> grants) {
        KnownNames.of("A").check(template);
        return new TargetDeployment(partition, account, roles(), bucket(grants.getFirst()), grants);
    }

    /** The ids of the resources of a type that the template has with these values. */
    private List<String> resources(String type) {
        return template.section("Resources").keySet().stream()
                .filter(id -> type.equals(template.resource(id).get("Type")) && resolver.exists(template.resource(id)))
                .toList();
    }

    /** @param reading of what the property evaluates to */
    private <T> T read(String id, String property, Function<Object, T> reading) {
        Object node = map(template.resource(id).get("Properties")).get(property);
        return at("Resources." + id + ".Properties." + property, () -> reading.apply(resolver.value(node)));
    }

    /**
     * A policy whose functions were evaluated. A text that turned out to be empty, and an ARN without a part that it
     * must have, are refused: what IAM makes of them is not what their author meant.
     */
    private Policy policy(@Nullable Object resolved) {
        Map<String, Object> document = Template.object(resolved);
        list(document.get("Statement"))
                .forEach(statement -> map(map(statement).get("Condition"))
                        .forEach((operator, keys) ->
                                require(!map(keys).isEmpty(), "no key for " + operator, "a key with values")));
        Policy policy = Policy.of(document);
        policy.statements().stream()
                .flatMap(statement -> statement.conditions().stream())
                .filter(element -> element.key().equals(Request.RESOURCE))
                .flatMap(resources -> resources.expected().stream())
                .forEach(arn -> require(
                        arn.matches("(?s)\\*|arn:(" + partition + "|\\*):(" + WHOLE + ")"),
                        "the resource " + arn,
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

    private Bucket bucket(ExpectedGrant grant) {
        String name = grant.bucket();
        List<String> buckets = resources("AWS::S3::Bucket").stream()
                .filter(id -> resolver.named(id).equals(name))
                .toList();
        boolean isRestricted = buckets.stream()
                .map(id -> read(id, "PublicAccessBlockConfiguration", Template::map))
                .anyMatch(block -> "true".equals(block.get("RestrictPublicBuckets")));
        Map<String, Policy> policies = new TreeMap<>();
        for (String id : resources("AWS::S3::BucketPolicy")) {
            String of = read(id, "Bucket", bucket -> requireOneOf(Set.of(name), Template.name(bucket)));
            putOnce(policies, of, read(id, "PolicyDocument", this::policy));
        }
        Policy policy = policies.getOrDefault(name, Policy.NOTHING);
        return new Bucket(
                "arn:" + partition + ":s3:::" + name,
                isRestricted ? Bucket.restricted(policy, account) : policy,
                buckets.stream().anyMatch(id -> read(id, "OwnershipControls", OWNED::equals)),
                List.of(),
                keys(buckets, grant.texts("KmsKeyArn")));
    }

    /** The keys of a grant, and those of the template by which buckets encrypt by default, with their policies. */
    private List<Bucket.Key> keys(List<String> buckets, List<String> granted) {
        // As AWS makes it for a key without one, and as account A's own roles need that of a key elsewhere.
        // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
        Policy byDefault = Policy.parse("""
            {"Statement": {"Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": "kms:*", "Resource": "*"}}\
            """.formatted(account));
        Map<String, Policy> policies = new TreeMap<>();
        Map<String, String> arns = new TreeMap<>();
        for (String id : resources("AWS::KMS::Key")) {
            String arn = resolver.named(id + ".Arn");
            arns.put(arn, arn);
            arns.put(resolver.named(id), arn);
            policies.put(
                    arn,
                    read(id, "KeyPolicy", policy -> policy == IntrinsicFunctions.NOTHING ? byDefault : policy(policy)));
        }
        for (String id : resources("AWS::KMS::Alias")) {
            String key = arns.get(read(id, "TargetKeyId", Template::name));
            if (key != null) {
                String alias = read(id, "AliasName", Template::name);
                arns.put(alias, key);
                arns.put(key.replaceFirst("key/.*", "") + alias, key);
            }
        }
        return Stream.concat(
                        granted.stream(),
                        buckets.stream().flatMap(this::defaultKeys).flatMap(name -> Stream.ofNullable(arns.get(name))))
                .distinct()
                .map(arn -> new Bucket.Key(arn, policies.getOrDefault(arn, byDefault)))
                .toList();
    }

    private Stream<String> defaultKeys(String bucket) {
        return read(
                        bucket,
                        "BucketEncryption",
                        encryption -> list(map(encryption).get("ServerSideEncryptionConfiguration")))
                .stream()
                .map(rule -> map(map(rule).get("ServerSideEncryptionByDefault")).get("KMSMasterKeyID"))
                .filter(Objects::nonNull)
                .map(Template::text);
    }

    /** AWS would let the last one replace the others. */
    private static <T> void putOnce(Map<String, T> map, String name, T value) {
        at(name, () -> {
            require(map.put(name, value) == null, "this name for the second time", "another one");
            return name;
        });
    }

    /** The roles with their policies: those within them, and those that are resources of their own. */
    private List<Role> roles() {
        Map<String, Map<String, Policy>> attached = new TreeMap<>();
        for (String id : resources("AWS::IAM::Role")) {
            putOnce(attached, resolver.named(id), read(id, "Policies", this::inline));
        }
        for (String id : resources("AWS::IAM::Policy")) {
            Policy policy = read(id, "PolicyDocument", this::policy);
            String name = read(id, "PolicyName", Template::name);
            for (Object role : read(id, "Roles", Template::list)) {
                String of = requireOneOf(attached.keySet(), Template.text(role));
                putOnce(Objects.requireNonNull(attached.get(of)), name, policy);
            }
        }
        Map<String, Policy> managed = new TreeMap<>();
        for (String id : resources("AWS::IAM::ManagedPolicy")) {
            String arn = resolver.named(id);
            putOnce(managed, arn, read(id, "PolicyDocument", this::policy));
            read(
                    id,
                    "Roles",
                    roles -> list(roles).stream()
                            .map(role -> attach(managed, arn, attached, Template.text(role)))
                            .toList());
        }
        for (String id : resources("AWS::IAM::Role")) {
            String role = resolver.named(id);
            read(
                    id,
                    "ManagedPolicyArns",
                    arns -> list(arns).stream()
                            .map(arn -> attach(managed, Template.text(arn), attached, role))
                            .toList());
        }
        return resources("AWS::IAM::Role").stream()
                .map(id -> new Role(
                        resolver.named(id + ".Arn"),
                        read(id, "AssumeRolePolicyDocument", this::policy),
                        List.copyOf(Objects.requireNonNull(attached.get(resolver.named(id)))
                                .values()),
                        // A boundary is not in the template, and allows no more.
                        List.of(),
                        List.of()))
                .toList();
    }

    /** A role can name a policy that names the role: both say the same. Names of inline policies have no colon. */
    private static String attach(
            Map<String, Policy> managed, String arn, Map<String, Map<String, Policy>> attached, String role) {
        Policy policy = Objects.requireNonNull(managed.get(requireOneOf(managed.keySet(), arn)));
        Objects.requireNonNull(attached.get(requireOneOf(attached.keySet(), role)))
                .put(arn, policy);
        return arn;
    }

    private Map<String, Policy> inline(Object policies) {
        Map<String, Policy> inline = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Object each : list(policies)) {
            putOnce(
                    inline,
                    Template.name(map(each).get("PolicyName")),
                    policy(map(each).get("PolicyDocument")));
        }
        return inline;
    }

    /** What account B's template deploys. */
    public SourceDeployment source(ExpectedGrant grant) {
        KnownNames names = KnownNames.of("B");
        names.check(template);
        Map<String, Object> declared = template.section("Outputs");
        Map<String, String> outputs = new TreeMap<>();
        for (String name : names.known().getOrDefault("Outputs", Set.of())) {
            if (declared.containsKey(name) && resolver.exists(declared.get(name))) {
                Object value = map(declared.get(name)).get("Value");
                outputs.put(name, at("Outputs." + name, () -> resolver.text(value)));
            }
        }
        Map<String, Policy> callers = new TreeMap<>();
        for (String kind : List.of("Group", "Role", "User")) {
            for (String id : resources("AWS::IAM::" + kind + "Policy")) {
                String caller = kind.toLowerCase(Locale.ROOT) + "/" + read(id, kind + "Name", Template::name);
                putOnce(callers, caller, read(id, "PolicyDocument", this::policy));
            }
        }
        return new SourceDeployment(
                partition, account, resolver.named("AWS::Region"), outputs, grant, roles(), executionRoles(), callers);
    }

    private List<ExecutionRole> executionRoles() {
        Map<String, ExecutionRole> functions = new TreeMap<>();
        for (String id : resources("AWS::Lambda::Function")) {
            String name = resolver.named(id);
            putOnce(functions, name, ExecutionRole.ofFunction(name, "$LATEST", read(id, "Role", Template::name)));
        }
        List<ExecutionRole> all = new ArrayList<>(functions.values());
        for (String id : resources("AWS::StepFunctions::StateMachine")) {
            all.add(ExecutionRole.ofStateMachine(resolver.named(id), read(id, "RoleArn", Template::name)));
        }
        for (String id : resources("AWS::Scheduler::Schedule")) {
            String arn = read(id, "Target", target -> Template.name(map(target).get("RoleArn")));
            all.add(ExecutionRole.ofSchedule(resolver.named(id), arn));
        }
        return all;
    }
}
