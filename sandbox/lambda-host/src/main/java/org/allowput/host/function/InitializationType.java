package org.allowput.host.function;

/** How an execution environment comes to life; the value of {@code AWS_LAMBDA_INITIALIZATION_TYPE}. */
public enum InitializationType {
    /** The runtime initialises, then asks for its first invocation. */
    ON_DEMAND("on-demand"),

    /**
     * As a version with SnapStart: the runtime initialises, runs the hooks before the checkpoint, asks to be restored,
     * and runs the hooks after the restore. No snapshot is taken here: every environment goes through all of it.
     */
    SNAP_START("snap-start");

    private final String value;

    InitializationType(String value) {
        this.value = value;
    }

    public String value() {
        return value;
    }
}
