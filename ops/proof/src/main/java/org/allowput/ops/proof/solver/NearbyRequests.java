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
import org.allowput.policy.Condition;
import org.allowput.policy.Policy;
import org.allowput.policy.PolicyText;
import org.allowput.policy.PolicyText.Piece;
import org.allowput.policy.Request;

/**
 * A request, and others with values that mean what formulas only approximate: variables, addresses, dates, numbers, and
 * sets of values.
 *
 * @param policies that have these values
 */
record NearbyRequests(List<Policy> policies) {
    private static final int MOST = 3000;

    Stream<Request> to(Request found) {
        Set<String> resources = new LinkedHashSet<>(List.of(found.resource()));
        policies.stream()
                .flatMap(policy -> policy.statements().stream())
                .flatMap(statement -> statement.resources().stream())
                .flatMap(patterns -> patterns.texts().stream())
                .filter(text -> text.pieces().stream().anyMatch(Piece.Variable.class::isInstance))
                .forEach(text -> resources.add(instantiated(text, found)));
        Map<String, Set<List<String>>> values = new LinkedHashMap<>();
        policies.stream()
                .flatMap(Policy::conditions)
                .forEach(condition -> values.computeIfAbsent(
                                condition.key().toLowerCase(Locale.ROOT),
                                key -> new LinkedHashSet<>(
                                        List.of(found.context().getOrDefault(key, List.of()), List.of())))
                        .addAll(values(condition, found)));
        Stream<Map<String, List<String>>> contexts = Stream.of(found.context());
        for (Map.Entry<String, Set<List<String>>> key : values.entrySet()) {
            contexts = contexts.flatMap(
                    context -> key.getValue().stream().map(choice -> with(context, key.getKey(), choice)));
        }
        return Stream.concat(
                Stream.of(found),
                contexts.limit(MOST)
                        .flatMap(context -> resources.stream()
                                .map(resource -> new Request(found.action(), resource, found.caller(), context))));
    }

    private static Map<String, List<String>> with(Map<String, List<String>> context, String key, List<String> values) {
        Map<String, List<String>> changed = new TreeMap<>(context);
        changed.put(key, values);
        if (values.isEmpty()) {
            changed.remove(key);
        }
        return changed;
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
