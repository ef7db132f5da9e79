package org.allowput.host.environment;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import org.allowput.host.function.DeployedFunction;
import org.allowput.host.invocation.Invocation;
import org.allowput.host.invocation.InvocationResult;
import org.allowput.host.runtime.RuntimeCommand;

/**
 * The environments of one deployed version of the function, and the invocations that wait for one. Environments ask for
 * invocations. When more invocations wait than environments are free, another environment is started, up to the
 * maximum. If an environment ends, only the invocation that it was running fails.
 */
final class ExecutionEnvironmentPool implements InvocationSource {
    private final RuntimeCommand command;
    private final HostThreads threads;
    private final int maximum;
    private final Deque<Invocation> waiting = new ArrayDeque<>();
    private final Set<InvocationSource.Environment> environments = new HashSet<>();
    private final Set<InvocationSource.Environment> busy = new HashSet<>();
    private boolean retired;
    private boolean closed;

    ExecutionEnvironmentPool(RuntimeCommand command, HostThreads threads) {
        this.command = command;
        this.threads = threads;
        this.maximum = command.settings().maximumEnvironments();
    }

    DeployedFunction function() {
        return command.function();
    }

    /** Starts environments until {@code free} of them are free, as far as the maximum allows. */
    synchronized void warm(int free) {
        while (!closed && environments.size() - busy.size() < free && environments.size() < maximum) {
            ExecutionEnvironment started = new ExecutionEnvironment(this, command, threads);
            environments.add(started);
            threads.start(started::start);
        }
    }

    /** Lets {@code invocation} wait for an environment: until its caller gives up, where the caller says when. */
    synchronized void submit(Invocation invocation) {
        if (closed) {
            invocation.answer().complete(new InvocationResult.Throttled("The Lambda host is closed."));
            return;
        }
        invocation.callerDeadline().ifPresent(deadline -> {
            ScheduledFuture<?> expiry =
                    threads.after(Duration.between(Instant.now(), deadline), () -> expire(invocation));
            CompletableFuture<InvocationResult> unused =
                    invocation.answer().whenComplete((answer, failure) -> expiry.cancel(false));
        });
        waiting.add(invocation);
        warm(waiting.size());
        notifyAll();
    }

    private void expire(Invocation invocation) {
        boolean waited;
        synchronized (this) {
            waited = waiting.remove(invocation);
        }
        if (waited) {
            invocation
                    .answer()
                    .complete(new InvocationResult.Throttled("Rate Exceeded: none of at most " + maximum
                            + " environments of " + function().name() + " was free in time."));
        }
    }

    @Override
    public synchronized Optional<Invocation> take(InvocationSource.Environment environment)
            throws InterruptedException {
        while (environments.contains(environment) && environment.isAlive()) {
            Invocation next = waiting.poll();
            if (next != null) {
                busy.add(environment);
                return Optional.of(next);
            }
            if (retired) {
                environments.remove(environment);
                environment.kill();
                return Optional.empty();
            }
            wait();
        }
        return Optional.empty();
    }

    @Override
    public synchronized void putBack(InvocationSource.Environment environment, Invocation invocation) {
        busy.remove(environment);
        environments.remove(environment);
        waiting.addFirst(invocation);
        warm(waiting.size());
        notifyAll();
    }

    @Override
    public synchronized void finished(InvocationSource.Environment environment) {
        busy.remove(environment);
    }

    @Override
    public void ended(InvocationSource.Environment environment, Optional<InvocationResult.Failed> failure) {
        Optional<Invocation> failed = Optional.empty();
        synchronized (this) {
            busy.remove(environment);
            if (environments.remove(environment) && failure.isPresent()) {
                failed = Optional.ofNullable(waiting.poll());
            }
            warm(waiting.size());
            notifyAll();
        }
        failed.ifPresent(invocation -> invocation.answer().complete(failure.orElseThrow()));
    }

    /** Ends every environment as soon as nothing waits for it. */
    synchronized void retire() {
        retired = true;
        notifyAll();
    }

    synchronized int size() {
        return environments.size();
    }

    /** Kills every environment; completes when none is left. */
    CompletableFuture<?> close() {
        List<Invocation> refused;
        List<InvocationSource.Environment> killed;
        synchronized (this) {
            closed = true;
            refused = List.copyOf(waiting);
            waiting.clear();
            killed = List.copyOf(environments);
            environments.clear();
            busy.clear();
            notifyAll();
        }
        refused.forEach(invocation ->
                invocation.answer().complete(new InvocationResult.Throttled("The Lambda host is closed.")));
        killed.forEach(InvocationSource.Environment::kill);
        return CompletableFuture.allOf(
                killed.stream().map(InvocationSource.Environment::terminated).toArray(CompletableFuture[]::new));
    }
}
