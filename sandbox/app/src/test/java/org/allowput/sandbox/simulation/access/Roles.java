package org.allowput.sandbox.simulation.access;

/** The logical ids of roles and policies in both templates, and how a request says whose it is. */
public final class Roles {
    public static final String FUNCTION = "ReplicationFunctionAccessRole";
    public static final String LARGE_OBJECTS = "LargeObjectsFunctionAccessRole";
    public static final String TARGET = "AllowPutToS3Role";
    static final String WORKFLOW = "LargeObjectsWorkflowRole";
    static final String QUEUE_POLICY = "ReplicationQueuePolicy";
    static final String DEAD_LETTERS_POLICY = "ReplicationQueueDeadLettersPolicy";
    static final String BUCKET_POLICY = "TargetBucketPolicy";

    private Roles() {}
}
