package org.allowput.ops.proof.solver;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.allowput.policy.Condition;
import org.allowput.policy.PolicyText;

/** Values that meet a condition about other things than texts, or about sets, and values that do not. */
final class SimilarValues {
    private SimilarValues() {}

    static List<List<String>> of(Condition condition) {
        List<String> values = condition.texts().stream()
                .flatMap(text -> near(condition.comparison(), text))
                .distinct()
                .toList();
        List<List<String>> choices =
                new ArrayList<>(values.stream().map(List::of).toList());
        if (condition.ofSet()) {
            choices.add(values);
        }
        return choices;
    }

    private static Stream<String> near(String comparison, PolicyText text) {
        String expected = text.text();
        try {
            return switch (comparison) {
                case "BinaryEquals" -> Stream.of(expected, "AAAA");
                case "Bool" -> Stream.of("true", "false");
                case "IpAddress" ->
                    Stream.of(expected.split("/", 2)[0], expected.contains(":") ? "2001:db8::1" : "198.51.100.77");
                case String date when date.startsWith("Date") -> Stream.of("1970-01-02", expected, "2999-01-01");
                case String number
                when number.startsWith("Numeric") -> {
                    BigDecimal limit = new BigDecimal(expected);
                    yield Stream.of(limit.subtract(BigDecimal.ONE), limit, limit.add(BigDecimal.ONE))
                            .map(BigDecimal::toPlainString);
                }
                default -> Stream.of();
            };
        } catch (NumberFormatException e) {
            return Stream.of();
        }
    }
}
