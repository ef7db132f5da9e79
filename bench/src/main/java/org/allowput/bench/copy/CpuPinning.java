package org.allowput.bench.copy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Keeps server and client apart: the server has one core, the client another. */
public enum CpuPinning {
    SERVER(0),
    CLIENT(1);

    private static final boolean PINNED = Runtime.getRuntime().availableProcessors() > 0 && canPin();

    private final int core;

    CpuPinning(int core) {
        this.core = core;
    }

    /** The command on that core; as it is where this computer has only one, or no {@code taskset}. */
    List<String> command(List<String> command) {
        if (!PINNED) {
            return command;
        }
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
        pinned.addAll(command);
        return pinned;
    }

    /** Whether there are cores to keep apart, and a way to. */
    public static boolean arePinned() {
        return PINNED;
    }

    private static boolean canPin() {
        try {
            return new ProcessBuilder("taskset", "-c", "0,1", "true")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
