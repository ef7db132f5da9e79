package org.allowput.emulator.local;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Starts processes that outlive this JVM. The caller records a process before Ctrl-C can end this JVM, so that every
 * process has a record.
 */
public final class BackgroundProcess {
    private static final ReentrantLock STARTING = new ReentrantLock();
    private static volatile boolean closed;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(BackgroundProcess::refuseStarts, "finish-starting"));
    }

    private BackgroundProcess() {}

    /**
     * Starts it; {@code started} gets its record before this JVM can end. @throws SetupException when it does not start
     */
    public static Process start(ProcessBuilder builder, Consumer<StartedProcess> started) {
        STARTING.lock();
        try {
            if (closed) {
                throw new SetupException(
                        "Interrupted before \"" + builder.command().getFirst() + "\" was started.");
            }
            Process process = builder.start();
            process.getOutputStream().close();
            started.accept(StartedProcess.of(process.toHandle()));
            return process;
        } catch (IOException e) {
            throw new SetupException(
                    "\"" + builder.command().getFirst() + "\" could not be started: " + e.getMessage(), e);
        } finally {
            STARTING.unlock();
        }
    }

    /** From its return on nothing is started, and what was started is on record. */
    public static void refuseStarts() {
        STARTING.lock();
        try {
            closed = true;
        } finally {
            STARTING.unlock();
        }
    }
}
