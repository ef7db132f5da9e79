package org.allowput.bench.server;

import java.util.ArrayList;
import java.util.List;
import org.allowput.emulator.local.ExternalCommand;

/** Keeps server and client apart: the server has one core, the client another. */
public enum CpuPinning {
    SERVER(0),
    CLIENT(1);

    private static final boolean PINNED = ExternalCommand.succeeds("taskset", "-c", "0,1", "true");

    private final int core;

    CpuPinning(int core) {
        this.core = core;
    }

    /** The command on that core; as it is where this computer has only one, or no {@code taskset}. */
    public List<String> command(List<String> command) {
        if (!PINNED) {
            return command;
        }
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
        pinned.addAll(command);
        return pinned;
    }
}
