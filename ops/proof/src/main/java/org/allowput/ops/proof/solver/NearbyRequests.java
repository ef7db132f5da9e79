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
import java.util.stream.Stream;
import org.allowput.policy.Condition;
import org.allowput.policy.Policy;
import org.allowput.policy.PolicyException;
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
                .forEach(text -> instantiated(text, found).ifPresent(resources::add));
        Map<String, Set<List<String>>> choices = new LinkedHashMap<>();
        policies.stream()
                .flatMap(Policy::conditions)
                .forEach(condition -> choices.computeIfAbsent(
                                condition.key().toLowerCase(Locale.ROOT),
                                key -> new LinkedHashSet<>(List.of(found.values(key), List.of())))
                        .addAll(values(condition, found)));
        Stream<Request> nearby = Stream.of(found);
        for (Map.Entry<String, Set<List<String>>> choice : choices.entrySet()) {
            nearby = nearby.flatMap(
                    request -> choice.getValue().stream().map(values -> request.with(choice.getKey(), values)));
        }
        return Stream.concat(
                Stream.of(found),
                nearby.limit(MOST)
                        .flatMap(request ->
                                resources.stream().map(resource -> request.with(request.action(), resource))));
    }

    /** Values that meet the condition, and values that do not. */
    private static List<List<String>> values(Condition condition, Request found) {
        List<String> values = condition.texts().stream()
                .flatMap(text -> instantiated(text, found).stream())
                .flatMap(text -> near(condition.comparison(), text).stream())
                .distinct()
                .toList();
        List<List<String>> choices =
                new ArrayList<>(values.stream().map(List::of).toList());
        if (condition.ofSet()) {
            choices.add(values);
        }
        return choices;
    }

    /** The text for the request, with a letter for each wildcard; empty if a variable has no value that it can have. */
    private static Optional<String> instantiated(PolicyText text, Request found) {
        try {
            return text.resolve(found).map(resolved -> resolved.replaceAll("[*?]", "x"));
        } catch (PolicyException e) {
            return Optional.empty();
        }
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
