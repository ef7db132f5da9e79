package org.allowput.ops.proof.differential;

import static org.allowput.ops.proof.differential.Seed.oneOf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.allowput.ops.proof.witness.DeployedPolicies;
import org.allowput.policy.Caller;
import org.allowput.policy.Condition;
import org.allowput.policy.PolicyText;
import org.allowput.policy.Principals;
import org.allowput.policy.Request;
import org.allowput.policy.Statement;

/**
 * Requests that have a chance to be allowed: each is built to meet a statement of the policies, and half of them differ
 * from it in something.
 */
public final class GuidedRequests {
    private static final List<String> ACTIONS = List.of(
            "s3:PutObject",
            "s3:GetObject",
            "s3:DeleteObject",
            "s3:PutObjectAcl",
            "kms:Decrypt",
            "kms:CreateGrant",
            "sts:AssumeRole",
            "sts:TagSession",
            "iam:CreateUser",
            "lambda:InvokeFunction",
            "sqs:SendMessage");
    private static final List<String> FILLINGS = List.of("", "x", "a/b", "receipts/x", "é:");
    private static final List<String> STRANGERS = List.of(
            "arn:aws:iam::999999999999:root", "arn:aws:iam::999999999999:role/r", "arn:aws:iam::999999999999:user/u");

    /**
     * The values that AWS gives to {@code kms:ViaService}.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service">
     *     kms:ViaService</a>
     */
    private static final Pattern VIA_SERVICE = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)?\\.amazonaws\\.com(\\.cn)?");

    /**
     * The values that AWS gives to {@code aws:SourceArn}.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html">Amazon Resource Names</a>
     */
    private static final Pattern ARN = Pattern.compile("arn:aws(-[a-z]+)*:[a-z0-9-]+:[a-z0-9-]*:(\\d{12})?:.+");

    private final Random random;
    private final List<DeployedPolicies.Attached> policies;
    /** To which AWS gives no other value than true or false. */
    private final Set<String> booleans = new TreeSet<>(List.of("aws:securetransport", "s3:objectcreationoperation"));

    private final Set<String> keys = new TreeSet<>(booleans);
    private final List<String> values = new ArrayList<>(List.of("true", "false", "x"));
    private final List<Caller> callers =
            new ArrayList<>(List.of(new Caller.Anonymous(), new Caller.Service("ec2.amazonaws.com")));

    /** @param policies of one or more templates */
    public GuidedRequests(Random random, List<DeployedPolicies.Attached> policies) {
        this.random = random;
        this.policies = policies.stream()
                .filter(policy -> !policy.policy().statements().isEmpty())
                .toList();
        STRANGERS.forEach(arn -> callers.add(Caller.Principal.of(arn)));
        this.policies.forEach(policy -> {
            policy.callerArn().ifPresent(arn -> callers.add(Caller.Principal.of(arn)));
            policy.policy().statements().forEach(statement -> {
                statement.principals().ifPresent(principals -> callers.addAll(callers(principals)));
                for (Condition condition : statement.conditions()) {
                    String key = condition.key().toLowerCase(Locale.ROOT);
                    keys.add(key);
                    if (condition.operator().contains("Bool")) {
                        booleans.add(key);
                    }
                    condition.expected().forEach(value -> values.add(filled(value)));
                }
            });
        });
        keys.removeAll(List.of("aws:principalarn", "aws:principalaccount"));
    }

    /** All condition keys of the policies, except for the two that come from the caller. */
    Set<String> keys() {
        return Set.copyOf(keys);
    }

    public List<Request> next(int count) {
        return Stream.generate(this::next).limit(count).toList();
    }

    private Request next() {
        DeployedPolicies.Attached policy = oneOf(random, policies);
        Statement statement = oneOf(random, policy.policy().statements());
        String action = statement.actions().inverted()
                ? oneOf(random, ACTIONS)
                : filled(oneOf(random, statement.actions().texts()).text()).replaceAll("[^A-Za-z0-9:-]", "");
        String resource = statement
                .resources()
                .filter(patterns -> !patterns.inverted())
                .map(patterns -> oneOf(random, patterns.texts()))
                .map(PolicyText::text)
                .map(this::filled)
                .orElse("arn:aws:s3:::other/key");
        Caller caller = policy.callerArn()
                .<Caller>map(Caller.Principal::of)
                .or(() -> statement.principals().map(principals -> oneOf(random, callers(principals))))
                .orElse(new Caller.Anonymous());
        Map<String, List<String>> context = new HashMap<>(Map.of("aws:securetransport", List.of("true")));
        statement.conditions().forEach(condition -> meet(condition, context));
        if (random.nextBoolean()) {
            switch (random.nextInt(4)) {
                case 0 -> action = oneOf(random, ACTIONS);
                case 1 -> resource = random.nextBoolean() ? resource + "x" : resource.replaceFirst("/.*", "");
                case 2 -> caller = oneOf(random, callers);
                default -> disturb(context);
            }
        }
        Map.of("kms:viaservice", VIA_SERVICE, "aws:sourcearn", ARN).forEach((key, possible) -> {
            if (!context.getOrDefault(key, List.of()).stream().allMatch(possible.asMatchPredicate())) {
                context.remove(key);
            }
        });
        if (action.equalsIgnoreCase("s3:PutObject")) {
            context.putIfAbsent("s3:objectcreationoperation", List.of(Boolean.toString(random.nextBoolean())));
        } else {
            context.remove("s3:objectcreationoperation");
        }
        return new Request(action.matches("[\\w-]+:\\w+") ? action : "s3:PutObject", resource, caller, context);
    }

    private void meet(Condition condition, Map<String, List<String>> context) {
        String key = condition.key().toLowerCase(Locale.ROOT);
        String value = filled(oneOf(random, condition.expected()));
        if (condition.operator().equals("Null")) {
            if (condition.expected().contains("false")) {
                context.put(key, List.of(anyValue(key)));
            } else {
                context.remove(key);
            }
        } else if (condition.operator().contains("Not")) {
            context.put(key, List.of(anyValue(key)));
        } else {
            context.put(key, List.of(value));
        }
    }

    private void disturb(Map<String, List<String>> context) {
        String key = oneOf(random, List.copyOf(new TreeSet<>(keys)));
        if (random.nextInt(3) == 0 && !key.equals("aws:securetransport")) {
            context.remove(key);
        } else {
            context.put(key, List.of(anyValue(key)));
        }
    }

    private String anyValue(String key) {
        return booleans.contains(key) ? Boolean.toString(random.nextBoolean()) : oneOf(random, values);
    }

    private List<Caller> callers(Principals principals) {
        List<Caller> named = new ArrayList<>();
        principals
                .names()
                .forEach((type, names) -> names.forEach(name -> {
                    if (type.equals("Service")) {
                        named.add(new Caller.Service(name));
                    } else if (name.equals("*")) {
                        named.add(new Caller.Anonymous());
                        named.add(Caller.Principal.of(oneOf(random, STRANGERS)));
                    } else if (name.matches("\\d{12}") || name.endsWith(":root")) {
                        String account = name.replaceAll(".*::|:root", "");
                        named.add(Caller.Principal.of("arn:aws:iam::" + account + ":role/ReplicateObjects"));
                        named.add(Caller.Principal.of("arn:aws:iam::" + account + ":user/u"));
                    } else if (type.equals("AWS")) {
                        named.add(Caller.Principal.of(name));
                    }
                }));
        return named.isEmpty() ? List.of(new Caller.Anonymous()) : named;
    }

    private String filled(String pattern) {
        StringBuilder filled = new StringBuilder();
        pattern.chars()
                .forEach(each ->
                        filled.append(each == '*' ? oneOf(random, FILLINGS) : each == '?' ? "q" : "" + (char) each));
        return filled.toString();
    }
}
