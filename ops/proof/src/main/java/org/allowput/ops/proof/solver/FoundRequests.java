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
import java.util.stream.Stream;
import org.allowput.policy.Caller;
import org.allowput.policy.Condition;
import org.allowput.policy.Policy;
import org.allowput.policy.PolicyText;
import org.allowput.policy.PolicyText.Piece;
import org.allowput.policy.Request;
import org.allowput.policy.Statement;

/** Requests of the values that were found for attributes, and requests near to them. */
record FoundRequests(Question question) {
    /** As AWS writes them, for patterns that mean several. */
    private static final List<String> ACTIONS = List.of(
            "s3:GetObject",
            "s3:ListBucket",
            "s3:PutObject",
            "s3:DeleteObject",
            "s3:PutObjectAcl",
            "s3:PutBucketPolicy",
            "sts:AssumeRole",
            "sts:TagSession",
            "sts:AssumeRoleWithWebIdentity",
            "sts:AssumeRoleWithSAML",
            "iam:PutRolePolicy",
            "kms:Decrypt",
            "kms:CreateGrant",
            "lambda:InvokeFunction",
            "sqs:SendMessage");

    private static final int MOST = 3000;

    private Stream<Statement> statements() {
        return question.policies().stream().flatMap(policy -> policy.statements().stream());
    }

    private Stream<String> actions() {
        return Stream.concat(
                ACTIONS.stream(),
                statements()
                        .flatMap(statement -> statement.actions().texts().stream())
                        .map(PolicyText::text)
                        .filter(text -> !text.matches(".*[*?].*")));
    }

    /** Values of attributes that say more than others. */
    Map<String, List<String>> examples() {
        return Map.of(
                RequestFormulas.ACTION,
                ACTIONS.stream().map(action -> action.toLowerCase(Locale.ROOT)).toList(),
                RequestFormulas.RESOURCE,
                question.further()
                        .atoms()
                        .filter(in -> in.attribute().equals(RequestFormulas.PRINCIPAL))
                        .flatMap(in -> in.texts().examples())
                        .filter(arn -> arn.contains(":role/"))
                        .toList());
    }

    /** Whether the action is one on such a resource: roles belong to IAM, also where STS is asked. */
    static boolean isUsual(Request request) {
        String service = request.action().split(":", 2)[0].toLowerCase(Locale.ROOT);
        return request.resource().isEmpty()
                ? service.equals("sts")
                : request.resource().startsWith("arn:")
                        && service.replace("sts", "iam")
                                .equals(request.resource().split(":", 4)[2]);
    }

    /** The request with these values. */
    Request request(Map<String, String> values) {
        String lower = values.getOrDefault(RequestFormulas.ACTION, "s3:getobject");
        String action = actions()
                .filter(each -> each.equalsIgnoreCase(lower))
                .findFirst()
                .orElse(lower);
        Caller caller = caller(values);
        Map<String, List<String>> context = new TreeMap<>(Map.of("aws:securetransport", List.of("true")));
        if (action.equalsIgnoreCase("s3:PutObject")) {
            context.put("s3:objectcreationoperation", List.of("true"));
        }
        values.forEach((attribute, value) -> {
            if (isKey(attribute)) {
                context.put(
                        attribute,
                        List.of(
                                attribute.equals("kms:calleraccount") && caller instanceof Caller.Principal principal
                                        ? principal.account()
                                        : value));
            }
        });
        return new Request(action, values.getOrDefault(RequestFormulas.RESOURCE, ""), caller, context);
    }

    private static boolean isKey(String attribute) {
        return attribute.contains(":") && !attribute.startsWith(PolicyFormulas.MAYBE);
    }

    private static Caller caller(Map<String, String> values) {
        String arn = values.get(RequestFormulas.PRINCIPAL);
        if (arn != null) {
            String sessions = arn.replace(":iam:", ":sts:").replaceFirst(":role/(.*/)?", ":assumed-role/") + "/";
            return new Caller.Principal(
                    arn,
                    Optional.ofNullable(values.get(RequestFormulas.SESSION))
                            .map(session -> session.startsWith(sessions) ? session : sessions + "session"));
        }
        if (values.containsKey("Service")) {
            return new Caller.Service(values.get("Service"));
        }
        if (values.containsKey("Federated")) {
            return new Caller.Federated(values.get("Federated"));
        }
        return values.containsKey("CanonicalUser")
                ? new Caller.CanonicalUser(values.get("CanonicalUser"))
                : new Caller.Anonymous();
    }

    /** The values of a request by attributes. */
    static Map<String, String> values(Request request) {
        Map<String, String> values = new TreeMap<>();
        request.context().forEach((key, each) -> values.put(key, each.getFirst()));
        values.put(RequestFormulas.ACTION, request.action().toLowerCase(Locale.ROOT));
        values.put(RequestFormulas.RESOURCE, request.resource());
        switch (request.caller()) {
            case Caller.Principal(String arn, Optional<String> session) -> {
                values.put(RequestFormulas.PRINCIPAL, arn);
                session.ifPresent(each -> values.put(RequestFormulas.SESSION, each));
            }
            case Caller.Service(String name) -> values.put("Service", name);
            case Caller.Federated(String provider) -> values.put("Federated", provider);
            case Caller.CanonicalUser(String id) -> values.put("CanonicalUser", id);
            case Caller.Anonymous ignored -> {}
        }
        return values;
    }

    /**
     * A request, and others with values that mean what formulas only approximate: variables, addresses, dates, numbers,
     * and sets of values.
     */
    Stream<Request> near(Request found) {
        Set<String> resources = new LinkedHashSet<>(List.of(found.resource()));
        statements()
                .flatMap(statement -> statement.resources().stream())
                .flatMap(patterns -> patterns.texts().stream())
                .filter(text -> text.pieces().stream().anyMatch(Piece.Variable.class::isInstance))
                .forEach(text -> resources.add(instantiated(text, found)));
        Map<String, Set<List<String>>> values = new LinkedHashMap<>();
        question.policies().stream()
                .flatMap(Policy::conditions)
                .forEach(condition -> values.computeIfAbsent(
                                condition.key().toLowerCase(Locale.ROOT),
                                key -> new LinkedHashSet<>(
                                        List.of(found.context().getOrDefault(key, List.of()), List.of())))
                        .addAll(values(condition, found)));
        List<Map<String, List<String>>> contexts = new ArrayList<>(List.of(found.context()));
        values.forEach((key, choices) -> multiply(contexts, key, choices));
        return Stream.concat(
                Stream.of(found),
                contexts.stream()
                        .flatMap(context -> resources.stream()
                                .map(resource -> new Request(found.action(), resource, found.caller(), context))));
    }

    private static void multiply(List<Map<String, List<String>>> contexts, String key, Iterable<List<String>> choices) {
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
        contexts.addAll(longer.subList(0, Math.min(longer.size(), MOST)));
    }

    /** Values that meet the condition, and values that do not. */
    private static List<List<String>> values(Condition condition, Request found) {
        List<List<String>> values = new ArrayList<>();
        Set<String> meeting = new LinkedHashSet<>();
        for (PolicyText text : condition.texts()) {
            for (String value : near(condition.comparison(), instantiated(text, found))) {
                values.add(List.of(value));
                meeting.add(value);
            }
        }
        if (condition.ofSet()) {
            values.add(List.copyOf(meeting));
        }
        return values;
    }

    private static String instantiated(PolicyText text, Request found) {
        Map<String, List<String>> context = found.context();
        StringBuilder instantiated = new StringBuilder();
        for (Piece piece : text.pieces()) {
            instantiated.append(
                    switch (piece) {
                        case Piece.Written(String written) -> written.replaceAll("[*?]", "x");
                        case Piece.Plain(String plain) -> plain;
                        case Piece.Variable(String key, Optional<String> otherwise) ->
                            context.getOrDefault(key.toLowerCase(Locale.ROOT), List.of(otherwise.orElse("x")))
                                    .getFirst();
                    });
        }
        return instantiated.toString();
    }

    private static List<String> near(String comparison, String expected) {
        try {
            return switch (comparison) {
                case "BinaryEquals" -> List.of(expected, "AAAA");
                case "Bool" -> List.of("true", "false");
                case "Null" -> List.of("x");
                case "IpAddress" ->
                    List.of(expected.split("/", 2)[0], expected.contains(":") ? "2001:db8::1" : "198.51.100.77");
                case String date when date.startsWith("Date") -> List.of("1970-01-02", expected, "2999-01-01");
                case String number
                when number.startsWith("Numeric") -> {
                    BigDecimal limit = new BigDecimal(expected);
                    yield Stream.of(limit.subtract(BigDecimal.ONE), limit, limit.add(BigDecimal.ONE))
                            .map(BigDecimal::toPlainString)
                            .toList();
                }
                default -> List.of(expected, "other");
            };
        } catch (NumberFormatException e) {
            return List.of();
        }
    }
}
