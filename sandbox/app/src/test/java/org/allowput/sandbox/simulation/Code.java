package org.allowput.sandbox.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.allowput.lambda.SimulatedFunction;

/**
 * The code that is simulated: classes and template, as they are or with one fault.
 *
 * @param classes load the function
 */
public record Code(String name, ClassLoader classes, SimulatedTemplate template) {
    /** The product's. */
    public static final Code PRODUCT = new Code("the product", Code.class.getClassLoader(), SimulatedTemplate.read());

    /** By the name of a method of {@link SimulatedFunction}. */
    LoadedFunction.Factory function(String handler) {
        try {
            Method method =
                    classes.loadClass(SimulatedFunction.class.getName()).getMethod(handler, LoadedFunction.Host.class);
            return host -> create(method, host);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
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

    @Override
    public String toString() {
        return name;
    }
}
