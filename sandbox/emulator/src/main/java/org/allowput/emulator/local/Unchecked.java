package org.allowput.emulator.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;

/** Does what declares exceptions that nobody can handle, and throws them unchecked. */
public final class Unchecked {
    private Unchecked() {}

    public static <T> T get(Callable<T> work) {
        try {
            return work.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Work without a result. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    public static void run(Work work) {
        get(() -> {
            work.run();
            return true;
        });
    }
}
