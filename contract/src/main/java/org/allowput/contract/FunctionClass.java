package org.allowput.contract;

/** Classes of the functions whose names are in the stacks: handlers, and errors that the workflow tells apart. */
public enum FunctionClass {
    REPLICATION_HANDLER("org.allowput.lambda.ReplicationHandler"),
    LARGE_OBJECT_HANDLER("org.allowput.lambda.LargeObjectHandler"),
    RECONCILE_HANDLER("org.allowput.ops.reconcile.schedule.ReconcileHandler"),
    /** A step that knows what failed: nothing that it has sent is still under way. */
    RETRY_ERROR("org.allowput.lambda.large.RetryTaskException"),
    /** Not remedied by a retry. */
    PERMANENT_ERROR("org.allowput.lambda.large.PermanentTaskException"),
    /** The source has changed: the workflow restarts the copy. */
    RESTART_COPY_ERROR("org.allowput.lambda.large.RestartCopyException");

    private final String qualifiedName;

    FunctionClass(String qualifiedName) {
        this.qualifiedName = qualifiedName;
    }

    public String qualifiedName() {
        return qualifiedName;
    }
}
