package org.allowput.sandbox.facts;

import static org.allowput.sandbox.contract.SynthesizedTemplate.object;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the definition of the workflow does with an error.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html">Handling errors</a>
 */
final class RecordedStates {
    private static final String ALL = "States.ALL";

    private RecordedStates() {}

    /** The tasks of a definition and of its maps that have this resource, by name. */
    static Map<String, Map<?, ?>> tasks(Map<?, ?> definition, String resource) {
        Map<String, Map<?, ?>> tasks = new TreeMap<>();
        object(definition, "States").forEach((name, value) -> {
            Map<?, ?> state = (Map<?, ?>) value;
            if (state.get("ItemProcessor") instanceof Map<?, ?> items) {
                tasks.putAll(tasks(items, resource));
            }
            if (String.valueOf(state.get("Resource")).endsWith(":" + resource)) {
                tasks.put(String.valueOf(name), state);
            }
        });
        return tasks;
    }

    /** How often a state is run again after an error: the first retrier that names it decides. */
    static int retriesOf(Map<?, ?> state, String error) {
        return list(state, "Retry").stream()
                .map(retrier -> (Map<?, ?>) retrier)
                .filter(retrier ->
                        list(retrier, "ErrorEquals").stream().anyMatch(name -> name.equals(error) || name.equals(ALL)))
                .findFirst()
                .map(retrier -> ((Number) Objects.requireNonNull(retrier.get("MaxAttempts"))).intValue())
                .orElse(0);
    }

    /** The errors that retriers and catchers of these tasks name. */
    static Stream<String> errors(Map<?, ?> definition, String resource) {
        return tasks(definition, resource).values().stream()
                .flatMap(state -> Stream.of("Retry", "Catch")
                        .filter(state::containsKey)
                        .flatMap(field -> list(state, field).stream()))
                .flatMap(rule -> list((Map<?, ?>) rule, "ErrorEquals").stream())
                .map(String::valueOf);
    }

    static boolean catches(Map<?, ?> state) {
        return state.get("Catch") instanceof List<?> catchers
                && catchers.stream()
                        .anyMatch(catcher ->
                                list((Map<?, ?>) catcher, "ErrorEquals").contains(ALL));
    }

    /** Whether the rule of interrupted executions sends the event of an execution that has this status and error. */
    static boolean matches(Map<?, ?> rule, Map<?, ?> detail) {
        return list(object(object(rule, "EventPattern"), "detail"), "$or").stream()
                .map(alternative -> (Map<?, ?>) alternative)
                .anyMatch(alternative -> list(alternative, "status").contains(detail.get("status"))
                        && (!(alternative.get("error") instanceof List<?> errors)
                                || errors.stream().anyMatch(error -> matches((Map<?, ?>) error, detail.get("error")))));
    }

    private static boolean matches(Map<?, ?> pattern, @Nullable Object error) {
        return pattern.get("anything-but") instanceof List<?> names ? !names.contains(error) : error == null;
    }

    private static List<?> list(Map<?, ?> parent, String name) {
        return (List<?>) Objects.requireNonNull(parent.get(name), name);
    }
}
