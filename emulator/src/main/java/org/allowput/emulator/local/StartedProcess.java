package org.allowput.emulator.local;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that was started, as it can be found again by another JVM: a process id alone may by then belong to another
 * program, so it counts as this one only if it was also started at the same time.
 */
public record StartedProcess(long pid, Instant started) {
    private static final Duration TOLERANCE = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    public static StartedProcess of(ProcessHandle process) {
        return new StartedProcess(process.pid(), process.info().startInstant().orElseGet(Instant::now));
    }

    public boolean isRunning() {
        return handle().isPresent();
    }

    /**
     * Asks it to end, and insists after ten seconds. Does nothing when it is gone, or when the id is another program's
     * now.
     */
    public void stop() {
        handle().ifPresent(process -> {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroy();
            if (!ends(process)) {
                process.destroyForcibly();
                ends(process);
            }
            children.forEach(ProcessHandle::destroyForcibly);
        });
    }

    private Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .startInstant()
                        .map(at -> Duration.between(at, started).abs().compareTo(TOLERANCE) <= 0)
                        .orElse(false));
    }

    private static boolean ends(ProcessHandle process) {
        try {
            process.onExit().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
