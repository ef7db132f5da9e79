package org.allowput.sandbox.simulation.fault;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.allowput.lambda.SimulatedFunction;
import org.allowput.sandbox.simulation.Code;
import org.allowput.sandbox.simulation.Promise;
import org.allowput.sandbox.simulation.Setup;
import org.allowput.sandbox.simulation.function.LoadedFunction;
import org.allowput.sandbox.simulation.workflow.SimulatedTemplate;
import org.jspecify.annotations.Nullable;

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
        return until(null);
    }

    /** The code with this fault, until another is deployed. */
    Code until(@Nullable Code next) {
        ClassLoader classes = patches.isEmpty() ? SeededFault.class.getClassLoader() : new PatchedClasses(patches);
        SimulatedTemplate faulty = template.apply(Code.PRODUCT.template());
        return new Code() {
            @Override
            public LoadedFunction.Factory function(String handler) {
                Method method;
                try {
                    method = classes.loadClass(SimulatedFunction.class.getName())
                            .getMethod(handler, LoadedFunction.Host.class);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
                return host -> create(method, host);
            }

            @Override
            public SimulatedTemplate template() {
                return faulty;
            }

            @Override
            public Code next() {
                return next == null ? this : next;
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }

    private static LoadedFunction create(Method method, LoadedFunction.Host host) {
        try {
            return (LoadedFunction) method.invoke(null, host);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
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
