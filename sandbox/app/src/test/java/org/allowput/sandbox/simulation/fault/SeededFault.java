package org.allowput.sandbox.simulation.fault;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.allowput.sandbox.simulation.Code;
import org.allowput.sandbox.simulation.Promise;
import org.allowput.sandbox.simulation.Setup;
import org.allowput.sandbox.simulation.workflow.SimulatedTemplate;

/**
 * The product's code with one fault in it.
 *
 * @param name what is wrong
 * @param promise what it breaks
 * @param setups the deployments that can have it
 * @param patches of the function's classes
 * @param template changes the template
 */
public record SeededFault(
        String name,
        Promise promise,
        Predicate<Setup> setups,
        List<Patch> patches,
        UnaryOperator<SimulatedTemplate> template) {
    static SeededFault of(String name, Promise promise, Predicate<Setup> setups, Patch... patches) {
        return new SeededFault(name, promise, setups, List.of(patches), UnaryOperator.identity());
    }

    /** @param retriers change each retrier of the workflow's definition */
    static SeededFault ofRetriers(
            String name, Promise promise, Predicate<Setup> setups, UnaryOperator<Map<String, Object>> retriers) {
        return ofTemplate(
                name,
                promise,
                setups,
                template -> template.withDefinition((Map<?, ?>) changed(template.definition(), retriers)));
    }

    static SeededFault ofTemplate(
            String name, Promise promise, Predicate<Setup> setups, UnaryOperator<SimulatedTemplate> template) {
        return new SeededFault(name, promise, setups, List.of(), template);
    }

    /** The code with this fault. */
    public Code code() {
        ClassLoader classes = patches.isEmpty() ? SeededFault.class.getClassLoader() : new PatchedClasses(patches);
        return new Code(name, classes, template.apply(Code.PRODUCT.template()));
    }

    private static Object changed(Object value, UnaryOperator<Map<String, Object>> retriers) {
        if (value instanceof List<?> list) {
            return list.stream().map(each -> changed(each, retriers)).toList();
        }
        if (!(value instanceof Map<?, ?> fields)) {
            return value;
        }
        Map<String, Object> all = new LinkedHashMap<>();
        fields.forEach((name, each) -> {
            if (name.equals("Retry")) {
                List<Object> kept = new ArrayList<>();
                for (Object retrier : (List<?>) each) {
                    Map<String, Object> copy = new LinkedHashMap<>();
                    ((Map<?, ?>) retrier).forEach((field, content) -> copy.put(field.toString(), content));
                    kept.add(retriers.apply(copy));
                }
                all.put("Retry", kept);
            } else {
                all.put(name.toString(), each == null ? null : changed(each, retriers));
            }
        });
        return all;
    }

    @Override
    public String toString() {
        return name;
    }
}
