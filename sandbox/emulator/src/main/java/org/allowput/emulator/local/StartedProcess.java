package org.allowput.emulator.local;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A process that was started, as it can be found again by another JVM: a process id alone may by then belong to another
 * program, so it counts as this one only if it was also started at the same time.
 *
 * @param startedMillis since the epoch
 */
public record StartedProcess(long pid, long startedMillis) {
    private static final long TOLERANCE_MILLIS = 2_000;

    public static StartedProcess of(ProcessHandle process) {
        return new StartedProcess(
                process.pid(),
                process.info().startInstant().orElseGet(Instant::now).toEpochMilli());
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
                        .filter(at -> Math.abs(at.toEpochMilli() - startedMillis) <= TOLERANCE_MILLIS)
                        .isPresent());
    }

    private static boolean ends(ProcessHandle process) {
        process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
        return !process.isAlive();
    }
}
