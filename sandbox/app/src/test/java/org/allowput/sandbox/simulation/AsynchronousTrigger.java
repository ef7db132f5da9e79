package org.allowput.sandbox.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Map;

/**
 * The trigger does what Lambda does for a function that S3 invokes. It tries an event again only while no invocation is
 * left for it, for an hour. An event whose invocation failed is a message of the queue at once, with attributes that
 * name the error.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-dlq">
 *     Dead-letter queues</a>
 */
final class AsynchronousTrigger {
    private static final Duration LONGEST_AGE = Duration.ofHours(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final Cloud cloud;
    private final SimulatedQueue queue;
    private final SimulatedLambda function;
    private int waiting;

    AsynchronousTrigger(Cloud cloud, SimulatedQueue queue, SimulatedLambda function) {
        this.cloud = cloud;
        this.queue = queue;
        this.function = function;
    }

    void send(String event, Duration late) {
        waiting++;
        cloud.time.after(
                late,
                () -> cloud.time.start("s3", () -> {
                    invoke(event);
                    waiting--;
                }));
    }

    /** Whether events wait, or are copied. */
    boolean isBusy() {
        return waiting > 0;
    }

    private void invoke(String event) {
        long sent = cloud.time.nanoTime();
        Duration wait = Duration.ofSeconds(1);
        SimulatedLambda.Result result = function.invoke(event.getBytes(UTF_8));
        while (result.error().equals("Lambda.TooManyRequestsException")
                && cloud.time.nanoTime() - sent < LONGEST_AGE.toNanos()
                && !cloud.time.isOver()) {
            cloud.time.sleep(wait);
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
            result = function.invoke(event.getBytes(UTF_8));
        }
        if (result.isError()) {
            cloud.journal.write("trigger", "to the queue: " + result.error() + ": " + result.message());
            queue.send(
                    event,
                    Map.of(
                            "RequestID", attribute("String", "request"),
                            "ErrorCode", attribute("Number", "200"),
                            "ErrorMessage", attribute("String", result.message())),
                    Duration.ZERO);
        }
    }

    private static Map<String, String> attribute(String type, String value) {
        return Map.of("DataType", type, "StringValue", value);
    }
}
