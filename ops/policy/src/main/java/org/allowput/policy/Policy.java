package org.allowput.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.policy.Principals.Grant;
import org.allowput.policy.Statement.Patterns;
import org.jspecify.annotations.Nullable;

/**
 * A policy, of an identity, a resource, a session or a role's trust.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">Grammar of the IAM
 *     JSON policy language</a>
 */
public record Policy(List<Statement> statements) {
    private static final String VARIABLES_SINCE = "2012-10-17";
    private static final Set<String> ELEMENTS = Set.of(
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition");

    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

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
        String json = document.startsWith("%7B") ? URLDecoder.decode(document, UTF_8) : document;
        try (JsonParser parser = STRICT.createParser(json)) {
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
        Optional<Patterns> resources = patterns(json, "Resource", variables);
        Optional<Principals> principals = principals(json);
        if (resources.isEmpty() && principals.isEmpty()) {
            throw new PolicyException("Resource or NotResource", json);
        }
        Object effect = json.get("Effect");
        if (!"Allow".equals(effect) && !"Deny".equals(effect)) {
            throw new PolicyException("Effect Allow or Deny", json);
        }
        return new Statement(
                "Allow".equals(effect),
                principals,
                patterns(json, "Action", false).orElseThrow(() -> new PolicyException("Action or NotAction", json)),
                resources,
                conditions(json.get("Condition"), variables));
    }

    private static Optional<Principals> principals(Map<?, ?> json) {
        return element(json, "Principal").map(name -> {
            Map<String, List<String>> names = new TreeMap<>();
            if (json.get(name) instanceof Map<?, ?> types && !types.isEmpty()) {
                types.forEach((type, values) -> names.put(String.valueOf(type), texts(values)));
            } else if ("*".equals(json.get(name))) {
                names.put("AWS", List.of("*"));
            } else {
                throw new PolicyException("* or principals by their types", json.get(name));
            }
            return new Principals(names, name.startsWith("Not"));
        });
    }

    private static Optional<Patterns> patterns(Map<?, ?> json, String element, boolean variables) {
        return element(json, element)
                .map(name -> new Patterns(
                        texts(json.get(name)).stream()
                                .map(text -> element.equals("Action")
                                        ? PolicyText.ofAction(text)
                                        : PolicyText.of(text, variables))
                                .toList(),
                        name.startsWith("Not")));
    }

    /** The name under which the element is there, {@code Not} before it or not. */
    private static Optional<String> element(Map<?, ?> json, String name) {
        List<String> names =
                List.of(name, "Not" + name).stream().filter(json::containsKey).toList();
        if (names.size() > 1) {
            throw new PolicyException("either of " + names, json);
        }
        return names.stream().findFirst();
    }

    private static List<Condition> conditions(@Nullable Object json, boolean variables) {
        List<Condition> conditions = new ArrayList<>();
        if (json != null) {
            map(json)
                    .forEach((operator, keys) -> map(keys)
                            .forEach((key, values) -> conditions.add(new Condition(
                                    String.valueOf(operator),
                                    String.valueOf(key),
                                    texts(values).stream()
                                            .map(text -> PolicyText.of(text, variables))
                                            .toList()))));
        }
        return conditions;
    }

    private static Map<?, ?> map(@Nullable Object json) {
        if (json instanceof Map<?, ?> map) {
            return map;
        }
        throw new PolicyException("an object", String.valueOf(json));
    }

    /** One element, or a list of them, which must not be empty. */
    private static List<?> list(@Nullable Object json) {
        List<?> list = json instanceof List<?> several ? several : json == null ? List.of() : List.of(json);
        if (list.isEmpty()) {
            throw new PolicyException("at least one element", String.valueOf(json));
        }
        return list;
    }

    private static List<String> texts(@Nullable Object json) {
        return list(json).stream().map(Policy::text).toList();
    }

    private static String text(@Nullable Object json) {
        if (json instanceof String || json instanceof Boolean || json instanceof Number) {
            return json.toString();
        }
        throw new PolicyException("text", String.valueOf(json));
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

    /** What the policy by itself says: deny wins over allow. */
    public Effect effectOn(RequestContext request) {
        return denies(request) ? Effect.DENY : grantTo(request) != Grant.NONE ? Effect.ALLOW : Effect.NONE;
    }

    /** Whether a statement allows the request, and none denies it. */
    public boolean allows(RequestContext request) {
        return grantTo(request) != Grant.NONE && !denies(request);
    }

    boolean denies(RequestContext request) {
        return statements.stream()
                .anyMatch(statement -> !statement.allow() && statement.grantTo(request) != Grant.NONE);
    }

    /** The most direct way in which a statement allows the request, without regard to those that deny it. */
    Grant grantTo(RequestContext request) {
        return statements.stream()
                .filter(Statement::allow)
                .map(statement -> statement.grantTo(request))
                .max(Grant::compareTo)
                .orElse(Grant.NONE);
    }
}
