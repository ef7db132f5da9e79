package org.allowput.ops.proof.solver;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.allowput.policy.Caller;
import org.allowput.policy.Condition;
import org.allowput.policy.Policy;
import org.allowput.policy.PolicyText;
import org.allowput.policy.PolicyText.Piece;
import org.allowput.policy.Request;
import org.allowput.policy.Statement;
import org.allowput.policy.Statement.Patterns;

/**
 * Single requests that policies may allow, made of what the policies say: the evaluator decides about them in
 * microseconds, and they are requests that somebody could send.
 */
final class Candidates {
    /** Actions as AWS writes them, for patterns that mean several. */
    private static final List<String> ACTIONS = List.of(
            "s3:GetObject",
            "s3:DeleteObject",
            "s3:PutObject",
            "s3:ListBucket",
            "s3:PutObjectAcl",
            "s3:PutBucketPolicy",
            "sts:TagSession",
            "sts:AssumeRole",
            "sts:AssumeRoleWithWebIdentity",
            "sts:AssumeRoleWithSAML",
            "iam:PutRolePolicy",
            "kms:Decrypt",
            "kms:CreateGrant",
            "lambda:InvokeFunction",
            "sqs:SendMessage");

    private static final int MOST = 3000;
    private static final int MOST_TEXTS = 8;

    private final List<Policy> policies;
    private final String partition;
    private final Optional<String> role;
    private final Set<String> resources;

    /** @param resources ARNs of resources, and how they begin, besides those that the policies name */
    Candidates(Question question, String partition, Set<String> resources) {
        this.policies = question.policies();
        this.partition = partition;
        this.role = question.role();
        this.resources = resources;
    }

    private Stream<Statement> statements() {
        return policies.stream().flatMap(policy -> policy.statements().stream());
    }

    /** Requests that one of the statements means. */
    List<Request> all() {
        Set<Request> requests = new LinkedHashSet<>();
        Set<String> known = new LinkedHashSet<>();
        resources.forEach(arn -> known.add(arn.endsWith("/") ? arn + "x" : arn));
        role.ifPresent(known::add);
        statements().forEach(statement -> known.addAll(resources(statement.resources())));
        CandidateCallers meant = new CandidateCallers(statements().toList(), partition, role);
        statements().filter(Statement::allow).forEach(statement -> {
            Set<Caller> callers = meant.of(statement);
            List<Map<String, List<String>>> contexts = contexts(statement);
            List<String> own = resources(statement.resources());
            for (String resource : own.isEmpty() ? known : own) {
                for (String action : actions(statement.actions())) {
                    if (!isOf(action, resource)) {
                        continue;
                    }
                    callers.forEach(caller ->
                            contexts.forEach(context -> requests.add(request(action, resource, caller, context))));
                }
            }
        });
        return requests.stream().limit(MOST).toList();
    }

    /** Whether an action is one on such a resource: roles belong to IAM, also where STS is asked. */
    private static boolean isOf(String action, String resource) {
        String service = action.split(":", 2)[0].toLowerCase(Locale.ROOT);
        return resource.isEmpty()
                ? service.equals("sts")
                : service.replace("sts", "iam").equals(resource.split(":", 4)[2]);
    }

    /** With the condition keys that each such request has. */
    private static Request request(
            String action, String resource, Caller caller, Map<String, List<String>> conditions) {
        Map<String, List<String>> context = new TreeMap<>(conditions);
        context.putIfAbsent("aws:securetransport", List.of("true"));
        if (!(caller instanceof Caller.Principal)) {
            context.keySet().removeIf(key -> key.matches("aws:principal(orgid|orgpaths|tag/.*|type)"));
        }
        context.remove("s3:objectcreationoperation");
        if (action.equalsIgnoreCase("s3:PutObject")) {
            context.put("s3:objectcreationoperation", List.of("true"));
        }
        if (caller instanceof Caller.Principal principal) {
            context.computeIfPresent("kms:calleraccount", (key, value) -> List.of(principal.account()));
        }
        if (!(caller instanceof Caller.Principal principal && principal.arn().contains(":user/"))) {
            context.remove("aws:username");
        }
        return new Request(action, resource, caller, context);
    }

    private static List<String> actions(Patterns actions) {
        List<String> meant = new ArrayList<>();
        for (PolicyText text : actions.texts()) {
            Pattern pattern =
                    Pattern.compile(text.text().replace("*", ".*").replace("?", "."), Pattern.CASE_INSENSITIVE);
            ACTIONS.stream()
                    .filter(action -> pattern.matcher(action).matches())
                    .limit(MOST_TEXTS)
                    .forEach(meant::add);
            if (meant.isEmpty() && !text.text().startsWith("*")) {
                meant.add(instantiated(text.text()));
            }
        }
        return actions.inverted()
                ? ACTIONS.stream().filter(action -> !meant.contains(action)).toList()
                : meant;
    }

    /** Empty if it means resources that it does not name. */
    private static List<String> resources(Optional<Patterns> resources) {
        return resources
                .filter(element -> !element.inverted()
                        && element.texts().stream()
                                .noneMatch(text -> text.text().equals("*")))
                .map(element -> element.texts().stream()
                        .limit(MOST_TEXTS)
                        .map(text -> instantiated(text.text()))
                        .toList())
                .orElse(resources.isEmpty() ? List.of("") : List.of());
    }

    private static String instantiated(String pattern) {
        return pattern.replaceAll("\\$\\{[^}]*}|[*?]", "x");
    }

    /** Values of condition keys that meet a statement, and those that do not have a key where it may be absent. */
    private static List<Map<String, List<String>>> contexts(Statement statement) {
        Map<String, List<String>> variables = new TreeMap<>();
        statement.resources().stream()
                .flatMap(resources -> resources.texts().stream())
                .flatMap(text -> text.pieces().stream())
                .filter(Piece.Variable.class::isInstance)
                .forEach(variable ->
                        variables.put(((Piece.Variable) variable).key().toLowerCase(Locale.ROOT), List.of("x")));
        List<Map<String, List<String>>> contexts = new ArrayList<>(List.of(variables));
        statement.conditions().forEach(condition -> {
            List<List<String>> choices = new ArrayList<>();
            if (condition.ifExists()
                    || condition.negated()
                    || condition.ofSet()
                    || condition.operator().equals("Null")) {
                choices.add(List.of());
            }
            choices.addAll(values(condition));
            multiply(contexts, condition.key().toLowerCase(Locale.ROOT), choices, MOST_TEXTS * MOST_TEXTS);
        });
        return contexts;
    }

    private static void multiply(
            List<Map<String, List<String>>> contexts, String key, Iterable<List<String>> choices, int most) {
        List<Map<String, List<String>>> longer = new ArrayList<>();
        for (Map<String, List<String>> context : contexts) {
            for (List<String> choice : choices) {
                Map<String, List<String>> changed = new TreeMap<>(context);
                changed.put(key, choice);
                if (choice.isEmpty()) {
                    changed.remove(key);
                }
                longer.add(changed);
            }
        }
        contexts.clear();
        contexts.addAll(longer.subList(0, Math.min(longer.size(), most)));
    }

    /**
     * A request that the solver found, with values for the keys that conditions compare in ways that the solver only
     * approximates: addresses, dates, numbers, and sets of values.
     */
    List<Request> near(Request found) {
        Map<String, Set<List<String>>> values = new LinkedHashMap<>();
        statements()
                .flatMap(statement -> statement.conditions().stream())
                .forEach(condition -> values.computeIfAbsent(
                                condition.key().toLowerCase(Locale.ROOT),
                                key -> new LinkedHashSet<>(
                                        List.of(found.context().getOrDefault(key, List.of()), List.of())))
                        .addAll(values(condition)));
        List<Map<String, List<String>>> contexts = new ArrayList<>(List.of(found.context()));
        values.forEach((key, choices) -> multiply(contexts, key, choices, MOST));
        return contexts.stream()
                .map(context -> found.with(found.caller(), context))
                .toList();
    }

    /** Values that meet the condition, and values that do not. */
    private static List<List<String>> values(Condition condition) {
        List<List<String>> values = new ArrayList<>();
        List<String> meeting = new ArrayList<>();
        for (String expected : condition.expected()) {
            for (String value : near(condition.comparison(), expected)) {
                values.add(List.of(value));
                meeting.add(value);
            }
        }
        if (condition.ofSet()) {
            values.add(List.copyOf(new LinkedHashSet<>(meeting)));
        }
        return values;
    }

    private static List<String> near(String comparison, String expected) {
        try {
            if (comparison.startsWith("IpAddress")) {
                return List.of(expected.split("/", 2)[0], expected.contains(":") ? "2001:db8::1" : "198.51.100.77");
            }
            if (comparison.startsWith("Date")) {
                return List.of("1970-01-02", expected, "2999-01-01");
            }
            if (comparison.startsWith("Numeric")) {
                BigDecimal number = new BigDecimal(expected);
                return List.of(
                        number.subtract(BigDecimal.ONE).toPlainString(),
                        expected,
                        number.add(BigDecimal.ONE).toPlainString());
            }
        } catch (NumberFormatException e) {
            return List.of();
        }
        return switch (comparison) {
            case "BinaryEquals" -> List.of(expected, "AAAA");
            case "Bool" -> List.of("true", "false");
            case "Null" -> List.of("x");
            default -> List.of(instantiated(expected), "other");
        };
    }
}
