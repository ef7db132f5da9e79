package org.allowput.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.lang.reflect.Proxy;

/**
 * A process of its own that handles one event as Lambda would let it: the handler with its own clients and environment
 * variables, the event from standard input, the log lines and then the answer to standard output.
 */
final class InvocationProcess {
    private InvocationProcess() {}

    public static void main(String[] arguments) throws IOException {
        Context context = (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, ignored) -> switch (method.getName()) {
                    case "getAwsRequestId" -> "request-1";
                    case "getRemainingTimeInMillis" -> 120_000;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        new ReplicationHandler().handleRequest(System.in, System.out, context);
        System.out.println();
    }
}
