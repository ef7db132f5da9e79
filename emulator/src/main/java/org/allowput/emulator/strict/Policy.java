package org.allowput.emulator.strict;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.allowput.emulator.strict.RequiredActions.Required;

/** A policy in IAM's JSON, of an identity, a session or a bucket. */
public record Policy(List<Statement> statements) {
    /** One that has no statement. */
    static final Policy EMPTY = new Policy(List.of());

    /** Reads all of its statements. @throws IllegalArgumentException if it has an element that this does not know */
    public static Policy of(String json) {
        try {
            return new Policy(elements(JSON.std.mapFrom(json), "Statement").stream()
                    .map(statement -> (Map<?, ?>) statement)
                    .filter(Policy::isAboutEverybody)
                    .map(Policy::statement)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The emulator decides by the statements that name principals. */
    private static boolean isAboutEverybody(Map<?, ?> statement) {
        Object principal = statement.get("Principal");
        return principal == null || principal.equals("*") || principal.equals(Map.of("AWS", "*"));
    }

    private static Statement statement(Map<?, ?> json) {
        for (String unknown : List.of("NotAction", "NotResource", "NotPrincipal")) {
            if (json.containsKey(unknown)) {
                throw new IllegalArgumentException("expected a statement without " + unknown + ", was: " + json);
            }
        }
        List<Condition> conditions = new ArrayList<>();
        if (json.get("Condition") instanceof Map<?, ?> operators) {
            operators.forEach((operator, keys) -> ((Map<?, ?>) keys)
                    .forEach((key, values) -> conditions.add(
                            new Condition(String.valueOf(operator), String.valueOf(key), listOf(values)))));
        }
        return new Statement(
                "Allow".equals(json.get("Effect")), texts(json, "Action"), texts(json, "Resource"), conditions);
    }

    private static List<String> texts(Map<?, ?> json, String name) {
        return listOf(elements(json, name));
    }

    private static List<String> listOf(Object json) {
        return (json instanceof List<?> list ? list : List.of(json))
                .stream().map(String::valueOf).toList();
    }

    /** One element or a list of them. */
    private static List<?> elements(Map<?, ?> json, String name) {
        Object value = json.get(name);
        if (value == null) {
            throw new IllegalArgumentException("expected " + name + " in a policy, was: " + json);
        }
        return value instanceof List<?> list ? list : List.of(value);
    }

    /** Whether it allows an action that a request to S3 needs. */
    public boolean allows(Required required, S3Request request) {
        return allows(required, ConditionContext.of(request));
    }

    /** Whether it allows an action of another service. Conditions are not looked at. */
    public boolean allows(Required required) {
        return allows(required, new ConditionContext(Map.of()));
    }

    boolean allows(Required required, ConditionContext context) {
        return statements.stream().anyMatch(statement -> statement.allows() && statement.concerns(required, context));
    }

    boolean denies(Required required, ConditionContext context) {
        return statements.stream().anyMatch(statement -> !statement.allows() && statement.concerns(required, context));
    }
}
