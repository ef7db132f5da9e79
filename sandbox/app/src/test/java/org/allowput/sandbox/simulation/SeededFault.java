package org.allowput.sandbox.simulation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A row of {@code found-faults.md}: the product's code with one fault in it.
 *
 * @param name what is wrong
 * @param change of methods, each as {@link Patch#of} reads it, or of the template, as {@link TemplateFault} has it
 * @param deployments that can have it, as {@link Setup#is} reads it
 * @param tried how many seeds were tried until it was found
 * @param seed with which it is found; empty if none is known
 * @param promise what it breaks
 */
public record SeededFault(
        String name, String change, String deployments, int tried, Optional<Long> seed, Promise promise) {
    private static final String OF_TEMPLATE = "template: ";

    /** Reads a row. @throws IllegalArgumentException if a cell is not of the table */
    public static SeededFault ofRow(String row) {
        String[] cells = row.substring(2, row.length() - 2).split(" *\\| *", -1);
        return new SeededFault(
                cells[0],
                cells[1],
                cells[2],
                cells[3].isEmpty() ? 0 : Integer.parseInt(cells[3]),
                cells[4].isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(cells[4])),
                Arrays.stream(Promise.values())
                        .filter(each -> each.toString().equals(cells[5]))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no promise: " + cells[5])));
    }

    public SeededFault found(Optional<Long> with, int after) {
        return new SeededFault(name, change, deployments, after, with, promise);
    }

    public String row() {
        return "| %s | %s | %s | %s | %s | %s |"
                .formatted(
                        name,
                        change,
                        deployments,
                        tried == 0 ? "" : tried,
                        seed.map(String::valueOf).orElse(""),
                        promise);
    }

    public boolean canBeIn(Setup setup) {
        return setup.is(deployments);
    }

    public Code code() {
        return change.startsWith(OF_TEMPLATE)
                ? new Code(
                        name,
                        Code.PRODUCT.classes(),
                        TemplateFault.of(change.substring(OF_TEMPLATE.length())).apply(Code.PRODUCT.template()))
                : new Code(
                        name,
                        Patch.load(Stream.of(change.split("; ")).map(Patch::of).toList()),
                        Code.PRODUCT.template());
    }

    @Override
    public String toString() {
        return name;
    }

    /** Faults of what the templates deploy, by the words of {@code found-faults.md}. */
    private static final class TemplateFault {
        private TemplateFault() {}

        /** @throws IllegalArgumentException if there is no such fault */
        static UnaryOperator<SimulatedTemplate> of(String words) {
            return switch (words) {
                case "few retries of Lambda's errors" -> fewRetries(TemplateFault::isOfLambda);
                case "few retries of other errors" -> fewRetries(retrier -> !isOfLambda(retrier));
                case "no rule for interrupted executions" ->
                    template -> template.withInterrupted(Map.of("source", List.of("none")));
                case "no lifecycle of the target bucket" ->
                    template -> template.withLifecycle(SimulatedTemplate.TARGET, List.of());
                case "no lifecycle of the operations bucket" ->
                    template -> template.withLifecycle(SimulatedTemplate.OPERATIONS, List.of());
                case "RecursiveLoop is not set" -> SimulatedTemplate::withDefaultRecursion;
                default -> throw new IllegalArgumentException("no fault of a template: " + words);
            };
        }

        private static UnaryOperator<SimulatedTemplate> fewRetries(Predicate<Map<String, Object>> which) {
            return template -> template.withDefinition((Map<?, ?>) changed(template.definition(), which));
        }

        private static Object changed(Object value, Predicate<Map<String, Object>> which) {
            if (value instanceof List<?> list) {
                return list.stream().map(each -> changed(each, which)).toList();
            }
            if (!(value instanceof Map<?, ?> fields)) {
                return value;
            }
            Map<String, Object> all = new LinkedHashMap<>();
            fields.forEach((name, each) -> all.put(name.toString(), each == null ? null : changed(each, which)));
            if (all.get("MaxAttempts") instanceof Number attempts && attempts.intValue() > 9 && which.test(all)) {
                // As the product had it: 10 minutes on average.
                all.putAll(Map.of(
                        "MaxAttempts", 9, "IntervalSeconds", 5, "MaxDelaySeconds", 300, "JitterStrategy", "FULL"));
            }
            return all;
        }

        private static boolean isOfLambda(Map<String, Object> retrier) {
            return retrier.get("ErrorEquals") instanceof List<?> names
                    && names.contains("Lambda.TooManyRequestsException");
        }
    }
}
