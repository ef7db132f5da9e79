package org.allowput.sandbox.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One execution environment: a child JVM, the Runtime API that only it knows, and the invocation that it has at hand.
 * It asks for one invocation at a time. When its process ends, with whatever status, an invocation at hand has failed.
 */
final class Environment {

    private record Answered(Invocation invocation, Duration duration) {}

    private final EnvironmentPool pool;
    private final RuntimeCommand command;
    private final DeployedFunction function;
    private final HostThreads threads;
    private final EnvironmentLog log;
    private final Initialization initialization;
    private final CompletableFuture<RuntimeProcess> process = new CompletableFuture<>();
    private final AtomicReference<@Nullable Taken> current = new AtomicReference<>();
    private final AtomicReference<@Nullable Answered> answered = new AtomicReference<>();
    private final Deadline timeout = new Deadline();

    Environment(EnvironmentPool pool, RuntimeCommand command, HostThreads threads) {
        this.pool = pool;
        this.command = command;
        this.function = command.function();
        this.threads = threads;
        this.log = new EnvironmentLog(function, command.settings().log());
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
                TemporaryFolder.delete(folder);
            });
        } catch (IOException | RuntimeException e) {
            log.line("This environment cannot be started: " + e);
            process.cancel(false);
            pool.ended(this, Optional.of(Failure.environment(e)));
        }
    }

    EnvironmentLog log() {
        return log;
    }

    boolean isAlive() {
        return process.isDone()
                && !process.isCompletedExceptionally()
                && process.join().isAlive();
    }

    SessionCredentials credentials() {
        return command.settings().credentials().credentialsFor(function);
    }

    void restore() {
        initialization.restore();
    }

    void initializationFailed(String error) {
        initialization.failed(error);
    }

    /** The next invocation, waited for; nothing once this environment is to end. */
    Optional<Taken> next() {
        initialization.done();
        reportAnswered();
        try {
            return pool.take(this).flatMap(this::taken);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<Taken> taken(Invocation invocation) {
        Instant now = Instant.now();
        Taken taken = new Taken(invocation, invocation.deadline(now, function.timeout()), System.nanoTime());
        current.set(taken);
        timeout.set(threads, Duration.between(now, taken.deadline()), () -> timeOut(taken));
        log.start(invocation);
        if (!isAlive()) {
            notTaken(taken);
            return Optional.empty();
        }
        return Optional.of(taken);
    }

    /** The process has not received {@code taken}: another one will. */
    void notTaken(Taken taken) {
        if (current.compareAndSet(taken, null)) {
            timeout.cancel();
            pool.putBack(this, taken.invocation());
            kill();
        }
    }

    /** Ends the invocation {@code id}; false if this environment does not have it at hand. */
    boolean end(String id, Answer answer) {
        Taken taken = current.get();
        if (taken == null || !taken.invocation().id().equals(id) || !current.compareAndSet(taken, null)) {
            return false;
        }
        timeout.cancel();
        answered.set(new Answered(taken.invocation(), taken.duration()));
        pool.finished(this);
        taken.invocation().answer().complete(checked(taken.invocation(), answer));
        return true;
    }

    private Answer checked(Invocation invocation, Answer answer) {
        if (!(answer instanceof Answer.Returned returned)) {
            return answer;
        }
        Optional<String> problem = BatchAnswer.problem(invocation.event(), returned.payload());
        problem.ifPresent(text -> log.line("RequestId: " + invocation.id() + " Malformed batch answer: " + text));
        return problem.<Answer>map(Failure::malformedBatchAnswer).orElse(answer);
    }

    private void timeOut(Taken taken) {
        if (current.compareAndSet(taken, null)) {
            process.join().passOutput();
            String message = "Task timed out after " + function.timeout().toSeconds() + ".00 seconds";
            log.line(Instant.now() + " " + taken.invocation().id() + " " + message);
            report(taken.invocation(), taken.duration(), EnvironmentLog.Status.TIMEOUT);
            kill();
            pool.ended(this, Optional.empty());
            Answer answer = Failure.timeout(taken.invocation().id(), message);
            ScheduledFuture<?> unused = threads.after(
                    taken.invocation().timeoutAnswerDelay(),
                    () -> taken.invocation().answer().complete(answer));
        }
    }

    private void exited(int status) {
        reportAnswered();
        Taken taken = current.getAndSet(null);
        if (taken != null) {
            timeout.cancel();
            report(taken.invocation(), taken.duration(), EnvironmentLog.Status.EXITED);
            pool.finished(this);
            taken.invocation()
                    .answer()
                    .complete(Failure.exit(Optional.of(taken.invocation().id()), status));
        }
        pool.ended(this, initialization.exited(status));
    }

    /** An invocation is reported when the runtime asks for the next: until then it may still print. */
    private void reportAnswered() {
        Answered last = answered.getAndSet(null);
        if (last != null) {
            report(last.invocation(), last.duration(), EnvironmentLog.Status.ANSWERED);
        }
    }

    private void report(Invocation invocation, Duration duration, EnvironmentLog.Status status) {
        RuntimeProcess running = process.join();
        running.passOutput();
        log.end(invocation, duration, initialization.takeDuration(), running.peakMemoryMiB(), status);
    }

    /** Kills the process, also one that is still being started. */
    void kill() {
        var unused = process.thenAccept(RuntimeProcess::kill);
    }

    /** Completes when the process has ended, or could not be started. */
    CompletableFuture<Boolean> gone() {
        return process.thenCompose(RuntimeProcess::gone).exceptionally(neverStarted -> true);
    }
}
