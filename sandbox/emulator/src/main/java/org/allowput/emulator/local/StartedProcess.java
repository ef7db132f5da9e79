package org.allowput.emulator.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process that was started, as it can be found again by another JVM: a process id alone may by then belong to another
 * program, so it counts as this one only if it was also started at the same time.
 *
 * @param start when it was started. On Linux that is the id of the system's boot and the clock ticks since then, as the
 *     kernel counts them: the JDK's {@link ProcessHandle.Info#startInstant()} adds these ticks to the time of the boot,
 *     which moves when the clock is set or the machine has slept. Elsewhere it is that instant.
 */
public record StartedProcess(long pid, String start) {
    private static final Path PROC = Path.of("/proc");

    /** <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>, <i>starttime</i>. */
    private static final int START_TIME = 22;

    /** A process that has ended already has no start: it is not running, even if another process has its id now. */
    public static StartedProcess of(ProcessHandle process) {
        return new StartedProcess(process.pid(), start(process).orElse(""));
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
                .filter(process -> start(process).filter(start::equals).isPresent());
    }

    private static Optional<String> start(ProcessHandle process) {
        if (Files.isDirectory(PROC.resolve("self"))) {
            String status = read(PROC.resolve(Long.toString(process.pid())).resolve("stat"));
            return Optional.ofNullable(status)
                    .map(StartedProcess::startTicks)
                    .map(ticks -> read(PROC.resolve("sys/kernel/random/boot_id")) + " " + ticks);
        }
        return process.info().startInstant().map(Object::toString);
    }

    /** The second field is the program's name in parentheses, which may have spaces and parentheses in it. */
    private static String startTicks(String status) {
        return status.substring(status.lastIndexOf(')') + 2).split(" ", -1)[START_TIME - 3];
    }

    /** Empty for a process that is gone. */
    private static @Nullable String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException gone) {
            return null;
        }
    }

    private static boolean ends(ProcessHandle process) {
        process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
        return !process.isAlive();
    }
}
