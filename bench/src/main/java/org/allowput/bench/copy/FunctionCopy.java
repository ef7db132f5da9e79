package org.allowput.bench.copy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import org.allowput.bench.workload.EventBatches;
import org.allowput.lambda.ReplicationHandler;
import org.crac.Core;

/**
 * The function in a process of its own: the classes of the zip that is deployed, given batches of a queue's messages as
 * Lambda gives them, one after the other.
 *
 * <p>Arguments: the source bucket, what keys begin with, how many objects, bytes of each, messages a batch; and, where
 * the function is to be as it is restored from a snapshot, a file to tell what it took until then.
 */
final class FunctionCopy {
    private FunctionCopy() {}

    public static void main(String[] arguments) throws IOException {
        EventBatches batches = new EventBatches(arguments[0], arguments[1], Long.parseLong(arguments[3]));
        int objects = Integer.parseInt(arguments[2]);
        int size = Integer.parseInt(arguments[4]);
        ReplicationHandler handler = new ReplicationHandler();
        Context context = context();
        if (arguments.length > 5) {
            handler.beforeCheckpoint(Core.getGlobalContext());
            handler.afterRestore(Core.getGlobalContext());
            Measurement.writeUntilNow(Path.of(arguments[5]));
        }
        for (int first = 0; first < objects; first += size) {
            byte[] event = batches.of(first, Math.min(size, objects - first)).getBytes(UTF_8);
            invoke(handler, event, context);
        }
    }

    private static void invoke(RequestStreamHandler handler, byte[] event, Context context) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(event), answer, context);
        if (!answer.toString(UTF_8).equals("{\"batchItemFailures\":[]}")) {
            throw new IllegalStateException("not everything was copied: " + answer.toString(UTF_8));
        }
    }

    /** What Lambda tells an invocation, as far as the function asks. */
    static Context context() {
        return (Context) Proxy.newProxyInstance(
                FunctionCopy.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, ignored) -> switch (method.getName()) {
                    case "getAwsRequestId" -> "11111111-2222-3333-4444-555555555555";
                    case "getRemainingTimeInMillis" -> 900_000;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
