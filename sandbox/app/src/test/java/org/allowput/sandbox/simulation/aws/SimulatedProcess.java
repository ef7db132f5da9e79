package org.allowput.sandbox.simulation.aws;

import org.allowput.sandbox.simulation.time.VirtualTime;

/** A process that sends requests: an execution environment, or a command. Once it is dead, it sends none. */
public final class SimulatedProcess {
    private final String name;
    private final VirtualTime time;
    private boolean dead;

    public SimulatedProcess(String name, VirtualTime time) {
        this.name = name;
        this.time = time;
    }

    /** Ends the threads of a process that is dead. */
    public static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    public String name() {
        return name;
    }

    public void kill() {
        dead = true;
    }

    public boolean isDead() {
        return dead || time.isOver();
    }
}
