package org.allowput.host.environment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.allowput.emulator.local.PrivateFiles;
import org.allowput.host.function.DeployedFunction;
import org.allowput.host.function.SessionCredentials;
import org.allowput.host.http.LoopbackServer;
import org.allowput.host.invocation.BatchResponse;
import org.allowput.host.invocation.FunctionError;
import org.allowput.host.invocation.Invocation;
import org.allowput.host.invocation.InvocationResult;
import org.allowput.host.invocation.RunningInvocation;
import org.allowput.host.runtime.RuntimeApi;
import org.allowput.host.runtime.RuntimeApiRequests;
import org.allowput.host.runtime.RuntimeCommand;
import org.allowput.host.runtime.RuntimeProcess;
import org.jspecify.annotations.Nullable;

/**
 * One execution environment: a child JVM, its own Runtime API, and the invocation in progress. It gets one invocation
 * at a time. When its process ends, with any status, the invocation in progress has failed.
 */
final class ExecutionEnvironment implements RuntimeApiRequests, InvocationSource.Environment {
    private record Completed(Invocation invocation, Duration duration) {}

    private final InvocationSource invocations;
    private final RuntimeCommand command;
    private final DeployedFunction function;
    private final HostThreads threads;
    private final ExecutionEnvironmentLog log;
    private final Initialization initialization;
    private final CompletableFuture<RuntimeProcess> process = new CompletableFuture<>();
    private final CompletableFuture<Boolean> terminated = new CompletableFuture<>();
    private final AtomicReference<@Nullable RunningInvocation> current = new AtomicReference<>();
    private final AtomicReference<@Nullable Completed> completed = new AtomicReference<>();
    private final HostThreads.TimeLimit timeout = new HostThreads.TimeLimit();

    ExecutionEnvironment(InvocationSource invocations, RuntimeCommand command, HostThreads threads) {
        this.invocations = invocations;
        this.command = command;
        this.function = command.function();
        this.threads = threads;
        this.log = new ExecutionEnvironmentLog(function, command.settings().log());
        this.initialization = new Initialization(function, log);
    }

    /** Starts the process. To be called on the thread that starts processes. */
    void start() {
        try {
            Path folder = Files.createTempDirectory(
                    Files.createDirectories(
                            command.settings().workingDirectory().resolve("environments")),
                    "");
            RuntimeApi api = new RuntimeApi(this);
            LoopbackServer server = LoopbackServer.start(0, api);
            log.initStart();
            ProcessBuilder child =
                    command.process(folder, "127.0.0.1:" + server.port(), log.stream(), api.credentialsToken());
            RuntimeProcess started = RuntimeProcess.start(child, folder.resolve("output"), log::line);
            process.complete(started);
            initialization.limit(threads, this::kill);
            started.onExit(status -> {
                server.close();
                exited(status);
                delete(folder);
                terminated.complete(true);
            });
        } catch (IOException | RuntimeException e) {
            log.line("This environment cannot be started: " + e);
            process.cancel(false);
            terminated.complete(true);
            invocations.ended(this, Optional.of(FunctionError.environment(e)));
        }
    }

    /** What a dying process still writes may stay: nobody reads it. */
    private static void delete(Path folder) {
        try {
            PrivateFiles.delete(folder);
        } catch (UncheckedIOException e) {
            folder.toFile().deleteOnExit();
        }
    }

    @Override
    public void log(String line) {
        log.line(line);
    }

    @Override
    public boolean isAlive() {
        return process.isDone()
                && !process.isCompletedExceptionally()
                && process.join().isAlive();
    }

    @Override
    public SessionCredentials credentials() {
        return command.settings().credentials().credentialsFor(function);
    }

    @Override
    public void restore() {
        initialization.restore();
    }

    @Override
    public void initializationFailed(String error) {
        initialization.failed(error);
    }

    @Override
    public Optional<RunningInvocation> next() {
        initialization.done();
        reportCompleted();
        try {
            return invocations.take(this).flatMap(this::start);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<RunningInvocation> start(Invocation invocation) {
        Instant now = Instant.now();
        RunningInvocation running =
                new RunningInvocation(invocation, invocation.deadline(now, function.timeout()), System.nanoTime());
        current.set(running);
        timeout.set(threads, Duration.between(now, running.deadline()), () -> timeOut(running));
        log.start(invocation);
        if (!isAlive()) {
            notReceived(running);
            return Optional.empty();
        }
        return Optional.of(running);
    }

    @Override
    public void notReceived(RunningInvocation running) {
        if (current.compareAndSet(running, null)) {
            timeout.cancel();
            invocations.putBack(this, running.invocation());
            kill();
        }
    }

    @Override
    public boolean end(String id, InvocationResult answer) {
        RunningInvocation running = current.get();
        if (running == null || !running.invocation().id().equals(id) || !current.compareAndSet(running, null)) {
            return false;
        }
        timeout.cancel();
        completed.set(new Completed(running.invocation(), running.duration()));
        invocations.finished(this);
        running.invocation().answer().complete(checked(running.invocation(), answer));
        return true;
    }

    private InvocationResult checked(Invocation invocation, InvocationResult answer) {
        if (!(answer instanceof InvocationResult.Returned returned)) {
            return answer;
        }
        Optional<String> problem = BatchResponse.problem(invocation.event(), returned.payload());
        problem.ifPresent(text -> log.line("RequestId: " + invocation.id() + " Malformed batch answer: " + text));
        return problem.<InvocationResult>map(FunctionError::malformedBatchAnswer)
                .orElse(answer);
    }

    private void timeOut(RunningInvocation running) {
        if (current.compareAndSet(running, null)) {
            process.join().passOutput();
            String message = "Task timed out after " + function.timeout().toSeconds() + ".00 seconds";
            log.line(Instant.now() + " " + running.invocation().id() + " " + message);
            report(running.invocation(), running.duration(), ExecutionEnvironmentLog.Status.TIMEOUT);
            kill();
            invocations.ended(this, Optional.empty());
            InvocationResult answer = FunctionError.timeout(running.invocation().id(), message);
            ScheduledFuture<?> unused = threads.after(
                    running.invocation().timeoutAnswerDelay(),
                    () -> running.invocation().answer().complete(answer));
        }
    }

    private void exited(int status) {
        reportCompleted();
        RunningInvocation running = current.getAndSet(null);
        if (running != null) {
            timeout.cancel();
            report(running.invocation(), running.duration(), ExecutionEnvironmentLog.Status.EXITED);
            invocations.finished(this);
            running.invocation()
                    .answer()
                    .complete(
                            FunctionError.exit(Optional.of(running.invocation().id()), status));
        }
        invocations.ended(this, initialization.exited(status));
    }

    /** An invocation is reported when the runtime asks for the next: until then it may still print. */
    private void reportCompleted() {
        Completed last = completed.getAndSet(null);
        if (last != null) {
            report(last.invocation(), last.duration(), ExecutionEnvironmentLog.Status.ANSWERED);
        }
    }

    private void report(Invocation invocation, Duration duration, ExecutionEnvironmentLog.Status status) {
        process.join().passOutput();
        log.end(invocation, duration, status);
    }

    @Override
    public void kill() {
        CompletableFuture<Void> unused = process.thenAccept(RuntimeProcess::kill);
    }

    @Override
    public CompletableFuture<Boolean> terminated() {
        return terminated;
    }
}
