package org.allowput.sandbox;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.allowput.emulator.local.BackgroundProcess;

/**
 * Work that is undone when this JVM is ended in the middle of it, by Ctrl-C for example: what it started is stopped,
 * and nothing of it is left. Work that fails is not undone here; of work within work, the outer one is undone.
 */
public final class InterruptibleWork {
    private static final AtomicBoolean ENDING = new AtomicBoolean();
    private static final AtomicBoolean WORKING = new AtomicBoolean();

    private InterruptibleWork() {}

    /** Does the work. Undoing begins when no process can be started any more. */
    public static <T> T withUndo(Runnable undo, Supplier<T> work) {
        if (!WORKING.compareAndSet(false, true)) {
            return work.get();
        }
        Thread hook = new Thread(
                () -> {
                    ENDING.set(true);
                    BackgroundProcess.refuseStarts();
                    undo.run();
                },
                "undo-unfinished");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.get();
        } finally {
            WORKING.set(false);
            if (!ENDING.get()) {
                forget(hook);
            }
        }
    }

    /** Whether this JVM ends in the middle of some work: what fails from now on fails because of that. */
    public static boolean isInterrupted() {
        return ENDING.get();
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            ENDING.set(true);
        }
    }
}
