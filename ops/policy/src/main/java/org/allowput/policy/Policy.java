package org.allowput.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.policy.PolicyText.Kind;
import org.allowput.policy.Principals.Grant;
import org.jspecify.annotations.Nullable;

/**
 * A policy, of an identity, a resource, a session or a role's trust.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">Grammar of the IAM
 *     JSON policy language</a>
 */
public record Policy(List<Statement> statements) {
    private static final String VARIABLES_SINCE = "2012-10-17";
    private static final Set<String> ELEMENTS =
            Set.of("Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition".split(" "));

    /** Allows nothing. */
    public static final Policy NOTHING = new Policy(List.of());
    /** Of an identity, which it allows everything. */
    public static final Policy EVERYTHING =
            parse("{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}}");

    public Policy {
        statements = List.copyOf(statements);
    }

    /**
     * Reads a policy in JSON, as it is or encoded as IAM returns it.
     *
     * @throws PolicyException if it is no policy, or has what the evaluator does not know
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyDetail.html">PolicyDetail</a>
     */
    public static Policy parse(String document) {
        String json = document.stripLeading().startsWith("%") ? URLDecoder.decode(document, UTF_8) : document;
        try (JsonParser parser = JSON.std.createParser(json)) {
            Map<String, Object> policy = JSON.std.mapFrom(parser);
            if (parser.nextToken() != null) {
                throw new PolicyException("nothing after the policy", parser.getText());
            }
            return of(policy);
        } catch (IOException e) {
            throw new PolicyException("a policy in JSON", e.getMessage());
        }
    }

    /**
     * Reads a policy.
     *
     * @param json as maps and lists
     * @throws PolicyException if it is no policy, or has what the evaluator does not know
     */
    public static Policy of(Map<?, ?> json) {
        if (!Set.of("Version", "Id", "Statement").containsAll(json.keySet())) {
            throw new PolicyException("no other elements than Version, Id and Statement", json.keySet());
        }
        Object version = json.get("Version");
        if (version != null && !List.of(VARIABLES_SINCE, "2008-10-17").contains(version)) {
            throw new PolicyException("Version " + VARIABLES_SINCE, version);
        }
        return new Policy(list(json.get("Statement")).stream()
                .map(statement -> statement(map(statement), VARIABLES_SINCE.equals(version)))
                .toList());
    }

    private static Statement statement(Map<?, ?> json, boolean variables) {
        if (!ELEMENTS.containsAll(json.keySet())) {
            throw new PolicyException("no other elements than " + ELEMENTS, json.keySet());
        }
        Optional<Principals> principals =
                element(json, "Principal").map(name -> new Principals(names(json.get(name)), name.startsWith("Not")));
        Object effect = json.get("Effect");
        List<Condition> conditions = new ArrayList<>();
        about(json, "Action", false, Kind.PATTERN_IN_ANY_CASE).ifPresent(conditions::add);
        boolean hasActions = !conditions.isEmpty();
        // Where a star or question mark stands within a segment of an ARN, AWS recommends not to rely on what it does
        // with a colon: an allow counts with it, a deny without.
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
        boolean isWide = "Allow".equals(effect) == json.containsKey("Resource");
        about(json, "Resource", variables, isWide ? Kind.PATTERN : Kind.SEGMENTS)
                .ifPresent(conditions::add);
        if (!hasActions
                || (conditions.size() < 2 && principals.isEmpty())
                || !List.of("Allow", "Deny").contains(String.valueOf(effect))) {
            throw new PolicyException("Effect Allow or Deny, Action or NotAction, and Resource or NotResource", json);
        }
        map(Objects.requireNonNullElse(json.get("Condition"), Map.of()))
                .forEach((operator, keys) -> map(keys)
                        .forEach((key, values) -> conditions.add(Condition.of(
                                String.valueOf(operator), String.valueOf(key), texts(values), variables))));
        return new Statement("Allow".equals(effect), principals, conditions);
    }

    private static Map<String, List<String>> names(@Nullable Object json) {
        Map<String, List<String>> names = new TreeMap<>();
        map("*".equals(json) ? Map.of("AWS", "*") : json)
                .forEach((type, values) -> names.put(String.valueOf(type), texts(values)));
        if (names.isEmpty()) {
            throw new PolicyException("* or principals by their types", json);
        }
        return names;
    }

    /** What an element says of actions or resources. */
    private static Optional<Condition> about(Map<?, ?> json, String element, boolean variables, Kind kind) {
        return element(json, element)
                .map(name -> new Condition(
                        name.startsWith("Not") ? "StringNotLike" : "StringLike",
                        element.toLowerCase(Locale.ROOT),
                        texts(json.get(name)).stream()
                                .map(text -> PolicyText.of(checked(text, element), variables, kind))
                                .toList()));
    }

    private static String checked(String text, String element) {
        if (element.equals("Action") && !text.matches("\\*|\\*:\\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+")) {
            throw new PolicyException("an action such as s3:PutObject, s3:Put* or *", text);
        }
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
        if (element.equals("Resource") && !text.matches("(?s)\\*|arn:([^:]*:){4}.+|arn:.*\\*")) {
            throw new PolicyException("an ARN of six parts, or *", text);
        }
        return text;
    }

    /** The name under which the element is there, {@code Not} before it or not. */
    private static Optional<String> element(Map<?, ?> json, String name) {
        List<String> names =
                Stream.of(name, "Not" + name).filter(json::containsKey).toList();
        if (names.size() > 1) {
            throw new PolicyException("either of " + names, json);
        }
        return names.stream().findFirst();
    }

    private static Map<?, ?> map(@Nullable Object json) {
        if (json instanceof Map<?, ?> map) {
            return map;
        }
        throw new PolicyException("an object", json);
    }

    /** One element, or a list of them, which must not be empty. */
    private static List<?> list(@Nullable Object json) {
        List<?> list = json instanceof List<?> several ? several : json == null ? List.of() : List.of(json);
        if (list.isEmpty()) {
            throw new PolicyException("at least one element", json);
        }
        return list;
    }

    private static List<String> texts(@Nullable Object json) {
        List<?> texts = list(json);
        if (!texts.stream()
                .allMatch(text -> text instanceof String || text instanceof Boolean || text instanceof Number)) {
            throw new PolicyException("text", json);
        }
        return texts.stream().map(Object::toString).toList();
    }

    /** The statements of all of them. */
    public static Policy joined(Policy... policies) {
        return new Policy(Stream.of(policies)
                .flatMap(policy -> policy.statements.stream())
                .toList());
    }

    /** The principals of a type that its statements name. */
    public Stream<String> principals(String type) {
        return statements.stream()
                .flatMap(statement -> statement.principals().stream())
                .flatMap(principals -> principals.names(type).stream());
    }

    public Stream<Condition> conditions() {
        return statements.stream().flatMap(statement -> statement.conditions().stream());
    }

    /** Whether a statement allows the request, without regard to those that deny it. */
    boolean grants(Request request) {
        return grantTo(request) != Grant.NONE;
    }

    /** Whether a statement allows the request, and none denies it. */
    public boolean allows(Request request) {
        return grants(request) && !denies(request);
    }

    /** Whether a statement denies the request: that wins over every allow. */
    public boolean denies(Request request) {
        return statements.stream().anyMatch(statement -> !statement.allow() && statement.appliesTo(request));
    }

    /** The most direct way in which a statement allows the request. */
    Grant grantTo(Request request) {
        return statements.stream()
                .filter(Statement::allow)
                .map(statement -> statement.grantTo(request))
                .max(Grant::compareTo)
                .orElse(Grant.NONE);
    }
}
