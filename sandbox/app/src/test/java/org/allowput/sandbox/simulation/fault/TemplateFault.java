package org.allowput.sandbox.simulation.fault;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.allowput.sandbox.simulation.workflow.SimulatedTemplate;

/** Faults of what the templates deploy, by the words of {@code found-faults.md}. */
final class TemplateFault {
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
            all.putAll(
                    Map.of("MaxAttempts", 9, "IntervalSeconds", 5, "MaxDelaySeconds", 300, "JitterStrategy", "FULL"));
        }
        return all;
    }

    private static boolean isOfLambda(Map<String, Object> retrier) {
        return retrier.get("ErrorEquals") instanceof List<?> names && names.contains("Lambda.TooManyRequestsException");
    }
}
