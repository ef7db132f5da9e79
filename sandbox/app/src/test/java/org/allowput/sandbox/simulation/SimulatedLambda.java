package org.allowput.sandbox.simulation;

import com.amazonaws.services.lambda.runtime.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.allowput.emulator.testing.InvocationContext;
import org.jspecify.annotations.Nullable;

/**
 * One function of Lambda behind its alias: an execution environment handles one invocation at a time, is kept for a
 * while, and is replaced after a deployment.
 */
public final class SimulatedLambda {
    private static final Duration KEPT = Duration.ofHours(2);
    static final String THROTTLED = "Lambda.TooManyRequestsException";

    private final Cloud cloud;
    private final String name;
    private final Duration timeout;
    private final int concurrency;
    private final BiConsumer<String, String> log;
    private final List<Environment> idle = new ArrayList<>();
    private Function<LoadedFunction.Host, LoadedFunction> factory;
    private Map<String, String> variables;
    private int version = 1;
    private int environments;
    private int requests;
    private int running;

    /**
     * How an invocation ended: with a response, or with the name and the message of an error.
     *
     * @param process the environment that handled it; empty if none did
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Result(byte @Nullable [] response, String error, String message, String process) {
        static Result of(byte[] response, String process) {
            return new Result(response, "", "", process);
        }

        static Result failed(String error, String message, String process) {
            return new Result(null, error, message, process);
        }

        public boolean isError() {
            return response == null;
        }
    }

    private record Environment(Network process, LoadedFunction code, int version, long created) {}

    /**
     * A function.
     *
     * @param concurrency how many invocations run at the same time at most
     * @param log receives the name of the environment, which begins with that of the function, and each line of its log
     */
    public SimulatedLambda(
            Cloud cloud,
            String name,
            Duration timeout,
            int concurrency,
            Function<LoadedFunction.Host, LoadedFunction> factory,
            Map<String, String> variables,
            BiConsumer<String, String> log) {
        this.cloud = cloud;
        this.name = name;
        this.timeout = timeout;
        this.concurrency = concurrency;
        this.factory = factory;
        this.variables = variables;
        this.log = log;
    }

    /** Publishes a version; what runs goes on with the old one. */
    public void deploy(Function<LoadedFunction.Host, LoadedFunction> code, Map<String, String> others) {
        factory = code;
        variables = others;
        version++;
        cloud.journal.write(name, "version " + version);
    }

    public int running() {
        return running;
    }

    public boolean isBusy() {
        return running >= concurrency;
    }

    /** Invokes it, in a virtual thread of the simulation. */
    public Result invoke(byte[] event) {
        Result result = tryToInvoke(event);
        if (result.isError()) {
            String metric = result.error().equals(THROTTLED) ? "Throttles" : "Errors";
            cloud.metrics.put("AWS/Lambda", metric, name, cloud.time.instant(), 1);
        }
        return result;
    }

    private Result tryToInvoke(byte[] event) {
        if (isBusy()) {
            return Result.failed(THROTTLED, "Rate Exceeded.", "");
        }
        Optional<String> refused = cloud.storm().flatMap(Storm::invocationError);
        if (refused.isPresent()) {
            return Result.failed(refused.get(), "simulated", "");
        }
        running++;
        try {
            return run(environment(), event);
        } finally {
            running--;
        }
    }

    private Environment environment() {
        idle.removeIf(environment ->
                environment.version() != version || cloud.time.nanoTime() - environment.created() > KEPT.toNanos());
        if (!idle.isEmpty()) {
            return idle.removeLast();
        }
        Network process = new Network(cloud, name + "-" + ++environments);
        LoadedFunction code =
                factory.apply(new LoadedFunction.Host(name, variables, process, cloud.time, cloud.random, line -> {
                    if (!process.isDead()) {
                        log.accept(process.process(), line);
                    }
                }));
        return new Environment(process, code, version, cloud.time.nanoTime());
    }

    private Result run(Environment environment, byte[] event) {
        VirtualTime time = cloud.time;
        VirtualTime.Wait ended = new VirtualTime.Wait();
        Result[] result = new Result[1];
        long end = time.nanoTime() + timeout.toNanos();
        Context context = InvocationContext.context(name + "-request-" + ++requests, () ->
                (int) Duration.ofNanos(end - time.nanoTime()).toMillis());
        time.start(environment.process().process(), () -> {
            Result own = handle(environment, event, context);
            if (!environment.process().isDead()) {
                result[0] = own;
                ended.end();
            }
        });
        List<VirtualTime.Timer> timers = new ArrayList<>();
        timers.add(time.after(timeout, () -> kill(environment, ended, "timed out")));
        cloud.storm()
                .flatMap(Storm::death)
                .ifPresent(after -> timers.add(time.after(after, () -> kill(environment, ended, "died"))));
        time.await(ended);
        timers.forEach(VirtualTime.Timer::cancel);
        if (result[0] == null) {
            return Result.failed(
                    "Sandbox.Timedout",
                    "the environment ended",
                    environment.process().process());
        }
        idle.add(environment);
        return result[0];
    }

    private void kill(Environment environment, VirtualTime.Wait ended, String how) {
        environment.process().kill();
        cloud.journal.write(environment.process().process(), how);
        ended.end();
    }

    private static Result handle(Environment environment, byte[] event, Context context) {
        String process = environment.process().process();
        try {
            return Result.of(environment.code().handle(event, context), process);
        } catch (Network.Death e) {
            return Result.failed("Runtime.ExitError", "died", process);
        } catch (Exception | OutOfMemoryError e) {
            return Result.failed(e.getClass().getName(), String.valueOf(e.getMessage()), process);
        }
    }
}
