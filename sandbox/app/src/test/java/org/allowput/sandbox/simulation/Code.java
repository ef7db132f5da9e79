package org.allowput.sandbox.simulation;

import java.util.function.Function;
import org.allowput.lambda.SimulatedFunction;

/**
 * The code that is simulated: classes and template, as they are or with one fault.
 *
 * @param classes load the function
 */
public record Code(String name, ClassLoader classes, SimulatedTemplate template) {
    public static final Code PRODUCT = new Code("the product", Code.class.getClassLoader(), SimulatedTemplate.read());

    /** What initializes a function: a method of {@link SimulatedFunction}. */
    Function<LoadedFunction.Host, LoadedFunction> function(String method) {
        return host -> {
            try {
                return (LoadedFunction) classes.loadClass(SimulatedFunction.class.getName())
                        .getMethod(method, LoadedFunction.Host.class)
                        .invoke(null, host);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
