package org.allowput.host;

/** Stops something when it is closed, or when this JVM is asked to end. */
final class StopOnExit implements AutoCloseable {
    private final Runnable stop;
    private final Thread hook;

    /** @param stop may run twice, also at the same time */
    StopOnExit(String name, Runnable stop) {
        this.stop = stop;
        this.hook = new Thread(stop, name);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This JVM is ending: the hook runs now, and stopping twice is harmless.
        }
        stop.run();
    }
}
