package org.allowput.host.environment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.allowput.host.function.DeployedFunction;
import org.allowput.host.function.FunctionCode;
import org.allowput.host.function.FunctionNotDeployedException;
import org.allowput.host.invocation.FunctionError;
import org.allowput.host.invocation.Invocation;
import org.allowput.host.invocation.InvocationResult;
import org.allowput.host.runtime.RuntimeClient;
import org.allowput.host.runtime.RuntimeCommand;
import org.allowput.host.settings.HostSettings;

/**
 * The versions of the function that are in use, each with its environments. A redeploy is noticed by the invocation
 * that follows it: new environments serve it, and those of what it supersedes end when they have nothing left to do.
 */
public final class FunctionVersions implements AutoCloseable {
    private final HostSettings settings;
    private final RuntimeClient client;
    private final FunctionCode code;
    private final HostThreads threads = new HostThreads();
    private final Map<String, ExecutionEnvironmentPool> current = new HashMap<>();
    private final List<ExecutionEnvironmentPool> superseded = new ArrayList<>();

    public FunctionVersions(HostSettings settings, RuntimeClient client) {
        this.settings = settings;
        this.client = client;
        this.code = new FunctionCode(settings.workingDirectory().resolve("code"), settings.functions());
    }

    /**
     * The environments of what {@code qualifier} names now.
     *
     * @throws FunctionNotDeployedException if it names nothing
     * @throws IOException if the function's code cannot be had
     */
    private ExecutionEnvironmentPool find(String qualifier) throws IOException {
        DeployedFunction function = settings.functions().find(qualifier);
        synchronized (this) {
            ExecutionEnvironmentPool pool = current.get(function.version());
            if (pool != null && !function.supersedes(pool.function())) {
                return pool;
            }
            ExecutionEnvironmentPool started = new ExecutionEnvironmentPool(
                    new RuntimeCommand(function, code.taskRoot(function), client, settings), threads);
            retireSupersededBy(function);
            current.put(function.version(), started);
            return started;
        }
    }

    /** The answer of {@link Invocation#direct}, waited for. */
    public InvocationResult invoke(String qualifier, String event) {
        return invoke(qualifier, function -> Invocation.direct(function.invokedArn(qualifier), event));
    }

    /**
     * The answer to an invocation of what {@code qualifier} names now, waited for.
     *
     * @throws FunctionNotDeployedException if it names nothing
     */
    public InvocationResult invoke(String qualifier, Function<DeployedFunction, Invocation> call) {
        try {
            ExecutionEnvironmentPool pool = find(qualifier);
            Invocation invocation = call.apply(pool.function());
            pool.submit(invocation);
            return invocation.answer().join();
        } catch (IOException e) {
            return FunctionError.environment(e);
        }
    }

    private void retireSupersededBy(DeployedFunction function) {
        superseded.removeIf(pool -> pool.size() == 0);
        current.values().removeIf(pool -> {
            boolean replaced = function.supersedes(pool.function());
            if (replaced) {
                pool.retire();
                superseded.add(pool);
            }
            return replaced;
        });
    }

    public synchronized int environments() {
        return current.values().stream()
                        .mapToInt(ExecutionEnvironmentPool::size)
                        .sum()
                + superseded.stream().mapToInt(ExecutionEnvironmentPool::size).sum();
    }

    /** Kills every environment, and returns when their processes are terminated. */
    @Override
    public synchronized void close() {
        List<CompletableFuture<?>> terminated = new ArrayList<>();
        current.values().forEach(pool -> terminated.add(pool.close()));
        superseded.forEach(pool -> terminated.add(pool.close()));
        CompletableFuture.allOf(terminated.toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, 10, TimeUnit.SECONDS)
                .join();
        threads.close();
    }
}
