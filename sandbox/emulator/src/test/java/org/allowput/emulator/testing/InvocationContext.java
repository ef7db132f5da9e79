package org.allowput.emulator.testing;

import com.amazonaws.services.lambda.runtime.Context;
import java.lang.reflect.Proxy;
import java.util.function.IntSupplier;

/** An invocation of a function, as Lambda describes it to the handler. */
public final class InvocationContext {
    private InvocationContext() {}

    /**
     * Answers what this project's handlers ask, and refuses every other question.
     *
     * @param remaining milliseconds until the function's timeout
     */
    public static Context context(String requestId, IntSupplier remaining) {
        return (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, ignored) -> switch (method.getName()) {
                    case "getAwsRequestId" -> requestId;
                    case "getRemainingTimeInMillis" -> remaining.getAsInt();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
