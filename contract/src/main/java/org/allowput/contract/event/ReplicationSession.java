package org.allowput.contract.event;

/**
 * The name of a session of the target account's role, by which other deployments know a copy. S3 names the session in
 * the event of each object that the session puts or deletes, so that a copy needs no mark of its own.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
 *     message structure</a>: {@code userIdentity.principalId}
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable">aws:userid
 *     of an assumed role</a>: the role's id, a colon, and the session's name
 */
public final class ReplicationSession {
    /** How the name of each session begins. The rest is for the target account's audit trail. */
    public static final String PREFIX = "copy=";

    private ReplicationSession() {}

    /** @param principalId such as {@code AWS:AROAEXAMPLE:copy=ReplicateObjects-…}; empty if the event has none */
    static boolean isPrincipal(String principalId) {
        return principalId.substring(principalId.lastIndexOf(':') + 1).startsWith(PREFIX);
    }
}
