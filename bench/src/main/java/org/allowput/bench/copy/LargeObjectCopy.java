package org.allowput.bench.copy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.allowput.lambda.LargeObjectHandler;

/**
 * The tasks of the workflow for one large object, as Step Functions runs them: the plan, the ranges in parallel, each
 * in a handler of its own as in an execution environment, and the completion.
 *
 * <p>Arguments: the source bucket, the key, and how many ranges at a time.
 */
final class LargeObjectCopy {
    /** Of this process: the results of another one are not to be found. */
    private static final String NAME = "bench-" + UUID.randomUUID();

    private static final String EXECUTION = "arn:aws:states:us-east-1:222222222222:execution:CopyLargeObjects:" + NAME;

    private LargeObjectCopy() {}

    public static void main(String[] arguments) throws Exception {
        String event = """
            {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put",
            "s3":{"bucket":{"name":"%s"},"object":{"key":"%s"}}}]}
            """.formatted(arguments[0], arguments[1]);
        int atOnce = Integer.parseInt(arguments[2]);
        Context context = FunctionCopy.context();
        BlockingQueue<LargeObjectHandler> handlers = new LinkedBlockingQueue<>();
        for (int i = 0; i < atOnce; i++) {
            handlers.add(new LargeObjectHandler());
        }
        String plan = run(handlers, "plan", event, 0, context);
        int ranges = plan.substring(plan.indexOf('[')).split(",").length;
        List<Callable<String>> copies = IntStream.range(0, ranges)
                .mapToObj(range -> (Callable<String>) () -> run(handlers, "copyRange", event, range, context))
                .toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
            for (Future<String> copy : threads.invokeAll(copies)) {
                copy.get();
            }
        }
        run(handlers, "complete", event, 0, context);
    }

    private static String run(
            BlockingQueue<LargeObjectHandler> handlers, String task, String event, int range, Context context)
            throws IOException, InterruptedException {
        LargeObjectHandler handler = handlers.take();
        try {
            ByteArrayOutputStream response = new ByteArrayOutputStream();
            String payload = """
                {"task":"%s","name":"%s","execution":"%s","input":%s,"round":1,"range":%d}
                """.formatted(task, NAME, EXECUTION, event, range);
            handler.handleRequest(new ByteArrayInputStream(payload.getBytes(UTF_8)), response, context);
            return response.toString(UTF_8);
        } finally {
            handlers.add(handler);
        }
    }
}
