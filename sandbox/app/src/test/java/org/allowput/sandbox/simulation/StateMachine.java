package org.allowput.sandbox.simulation;

import com.fasterxml.jackson.jr.ob.JSON;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.allowput.emulator.local.Unchecked;

/**
 * Interprets a definition in the Amazon States Language, the parts of it that the workflow for large objects uses, with
 * their paths and payload templates.
 *
 * @see <a href="https://states-language.net/spec.html">Amazon States Language</a>
 */
final class StateMachine {
    private final Cloud cloud;
    private final Tasks tasks;
    private final BooleanSupplier ended;

    interface Tasks {
        Object run(String resource, Map<String, Object> parameters) throws StateError;
    }

    /** @param ended whether the execution was stopped: its states go on no further */
    StateMachine(Cloud cloud, Tasks tasks, BooleanSupplier ended) {
        this.cloud = cloud;
        this.tasks = tasks;
        this.ended = ended;
    }

    /** Runs the states of a definition, or of a map's item, to their end. */
    Object run(Map<?, ?> definition, Object input, Map<String, Object> outer) throws StateError {
        Map<String, Object> context = new HashMap<>(outer);
        Map<?, ?> states = map(definition, "States");
        String name = text(definition, "StartAt");
        Object data = input;
        while (true) {
            if (ended.getAsBoolean()) {
                throw new StateError("States.Aborted", "the execution has ended");
            }
            Map<?, ?> state = map(states, name);
            cloud.enteredState();
            context.put("State", Map.of("EnteredTime", cloud.time.instant().toString()));
            String next = state.get("Next") instanceof String set ? set : "";
            switch (text(state, "Type")) {
                case "Pass" -> {
                    Object result = state.containsKey("Result")
                            ? Objects.requireNonNull(state.get("Result"))
                            : resolve(Objects.requireNonNull(state.get("Parameters")), data, context);
                    data = withResult(state, data, result);
                }
                case "Choice" -> next = choose(state, data, context);
                case "Succeed" -> {
                    return data;
                }
                case "Fail" -> {
                    String cause = state.get("CausePath") instanceof String path
                            ? String.valueOf(read(path, data, context))
                            : String.valueOf(state.get("Cause"));
                    throw new StateError(text(state, "Error"), cause);
                }
                default -> {
                    try {
                        Object result = withRetries(state, data, context);
                        data = withResult(state, data, result);
                        if (state.get("OutputPath") instanceof String path) {
                            data = read(path, data, context);
                        }
                    } catch (StateError e) {
                        Map<?, ?> caught = matching(state, "Catch", e).orElseThrow(() -> e);
                        cloud.journal.write("workflow", name + " failed: " + e.error);
                        data = withResult(caught, data, e.toOutput());
                        next = text(caught, "Next");
                    }
                }
            }
            if (next.isEmpty()) {
                return data;
            }
            name = next;
        }
    }

    private static String choose(Map<?, ?> state, Object data, Map<String, Object> context) {
        for (Object choice : (List<?>) Objects.requireNonNull(state.get("Choices"))) {
            Map<?, ?> rule = (Map<?, ?>) choice;
            Object value = read(text(rule, "Variable"), data, context);
            if (Objects.equals(value, Objects.requireNonNull(rule.get("BooleanEquals")))) {
                return text(rule, "Next");
            }
        }
        return text(state, "Default");
    }

    private Object withRetries(Map<?, ?> state, Object data, Map<String, Object> context) throws StateError {
        Map<Map<?, ?>, Integer> retries = new HashMap<>();
        while (true) {
            try {
                return attempt(state, data, context);
            } catch (StateError e) {
                Map<?, ?> retrier = matching(state, "Retry", e).orElseThrow(() -> e);
                int done = retries.merge(retrier, 1, Integer::sum) - 1;
                if (done >= number(retrier, "MaxAttempts", 3) || ended.getAsBoolean()) {
                    throw e;
                }
                double seconds = number(retrier, "IntervalSeconds", 1)
                        * Math.pow(number(retrier, "BackoffRate", 2), Math.min(done, 60));
                double delay = Math.min(seconds, number(retrier, "MaxDelaySeconds", Integer.MAX_VALUE));
                boolean jitter = "FULL".equals(retrier.get("JitterStrategy"));
                cloud.time.sleep(Duration.ofMillis((long) (1000 * delay * (jitter ? cloud.random.nextDouble() : 1))));
            }
        }
    }

    private Object attempt(Map<?, ?> state, Object data, Map<String, Object> context) throws StateError {
        if (text(state, "Type").equals("Map")) {
            return runMap(state, data, context);
        }
        @SuppressWarnings("unchecked")
        Map<String, Object> parameters =
                (Map<String, Object>) resolve(Objects.requireNonNull(state.get("Parameters")), data, context);
        return tasks.run(text(state, "Resource"), parameters);
    }

    /** Each item on a thread of its own, as many at once as the definition says. The first failure ends it. */
    private Object runMap(Map<?, ?> state, Object data, Map<String, Object> context) throws StateError {
        List<?> items = (List<?>) read(text(state, "ItemsPath"), data, context);
        Progress progress = new Progress(items.size());
        int workers = Math.min(items.size(), number(state, "MaxConcurrency", 40));
        VirtualTime.Wait all = new VirtualTime.Wait();
        StateMachine children = new StateMachine(cloud, tasks, () -> ended.getAsBoolean() || progress.failed);
        for (int worker = 0; worker < workers; worker++) {
            cloud.time.start("range", () -> {
                while (progress.next < items.size() && !progress.failed) {
                    Object item = items.get(progress.next++);
                    Map<String, Object> ofItem = new LinkedHashMap<>(context);
                    ofItem.put("Map", Map.of("Item", Map.of("Value", item)));
                    try {
                        children.run(
                                map(state, "ItemProcessor"),
                                resolve(Objects.requireNonNull(state.get("ItemSelector")), data, ofItem),
                                ofItem);
                        progress.left--;
                    } catch (StateError e) {
                        progress.failed = true;
                    }
                }
                if (progress.left == 0 || progress.failed) {
                    all.end();
                }
            });
        }
        cloud.time.await(all);
        if (progress.failed) {
            throw new StateError("States.ExceedToleratedFailureThreshold", "an item failed");
        }
        return List.of();
    }

    private static final class Progress {
        private int next;
        private int left;
        private boolean failed;

        Progress(int left) {
            this.left = left;
        }
    }

    private static Optional<Map<?, ?>> matching(Map<?, ?> state, String field, StateError error) {
        if (!(state.get(field) instanceof List<?> rules)) {
            return Optional.empty();
        }
        for (Object rule : rules) {
            Map<?, ?> each = (Map<?, ?>) rule;
            List<?> names = (List<?>) Objects.requireNonNull(each.get("ErrorEquals"));
            if (names.contains(error.error) || names.contains("States.ALL")) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    private static Map<?, ?> map(Map<?, ?> parent, String name) {
        return (Map<?, ?>) Objects.requireNonNull(parent.get(name), name);
    }

    private static String text(Map<?, ?> parent, String name) {
        return String.valueOf(Objects.requireNonNull(parent.get(name), name));
    }

    private static int number(Map<?, ?> parent, String name, int missing) {
        return parent.get(name) instanceof Number number ? number.intValue() : missing;
    }

    /** The value at a path of the data, or at one of the context that begins with {@code $$}. */
    static Object read(String path, Object data, Map<String, Object> context) {
        if (path.startsWith("States.JsonToString(")) {
            return json(read(path.substring(path.indexOf('(') + 1, path.length() - 1), data, context));
        }
        Object value = path.startsWith("$$") ? context : data;
        String names = path.replaceFirst("^\\$\\$?\\.?", "");
        for (String name : names.isEmpty() ? new String[0] : names.split("\\.", -1)) {
            value = Objects.requireNonNull(((Map<?, ?>) value).get(name), path);
        }
        return value;
    }

    /** A template: the value of a name that ends with {@code .$} is a path. */
    static Object resolve(Object template, Object data, Map<String, Object> context) {
        if (template instanceof List<?> list) {
            List<Object> resolved = new ArrayList<>();
            list.forEach(each -> resolved.add(resolve(each, data, context)));
            return resolved;
        }
        if (!(template instanceof Map<?, ?> fields)) {
            return template;
        }
        Map<String, Object> resolved = new LinkedHashMap<>();
        fields.forEach((key, value) -> {
            String name = key.toString();
            if (name.endsWith(".$")) {
                resolved.put(name.substring(0, name.length() - 2), read(value.toString(), data, context));
            } else {
                resolved.put(name, resolve(value, data, context));
            }
        });
        return resolved;
    }

    /** The data with a result in it, where {@code ResultPath} says. */
    static Object withResult(Map<?, ?> state, Object data, Object result) {
        if (!state.containsKey("ResultPath")) {
            return result;
        }
        if (!(state.get("ResultPath") instanceof String path)) {
            return data;
        }
        Map<String, Object> merged = new LinkedHashMap<>();
        ((Map<?, ?>) data).forEach((name, value) -> merged.put(name.toString(), value));
        merged.put(path.replaceFirst("^\\$\\.", ""), result);
        return merged;
    }

    static String json(Object value) {
        return Unchecked.get(() -> JSON.std.asString(value));
    }

    /** The error that a state ends with, by its name, and its cause. */
    static final class StateError extends Exception {
        private static final long serialVersionUID = 1;

        final String error;
        final String cause;

        StateError(String error, String cause) {
            super(error + ": " + cause);
            this.error = error;
            this.cause = cause;
        }

        Map<String, Object> toOutput() {
            return Map.of("Error", error, "Cause", cause);
        }
    }
}
