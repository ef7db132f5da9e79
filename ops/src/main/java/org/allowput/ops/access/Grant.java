package org.allowput.ops.access;

import java.util.Optional;
import org.allowput.ops.aws.StackOutputs;

/**
 * What account A grants to account B.
 *
 * @param roleArn the role that can put objects and do nothing else but what an opt-in adds
 * @param externalId what the role's trust policy requires; not in {@link #toString}
 * @param bucket the one bucket it can put into
 * @param otherBucket a bucket that exists and that it must not put into, best one of account A
 * @param keyPrefix of the keys that it can put; empty for any
 * @param tags whether it can put tags
 * @param deletes whether it can delete objects
 * @param writeOnce whether it can put only objects that do not exist, with {@code If-None-Match: *}
 */
public record Grant(
        String roleArn,
        String externalId,
        String bucket,
        String otherBucket,
        String keyPrefix,
        Tags tags,
        boolean deletes,
        boolean writeOnce) {
    /** What is expected of a PUT with a tag. */
    public enum Tags {
        /** Tags are not replicated: such a PUT has to be refused. */
        REFUSED,
        /** Tags are replicated, by opt-in. */
        ALLOWED
    }

    /** Whether that opt-in is deployed. */
    public static boolean has(StackOutputs outputs, String optIn) {
        return outputs.find("OptIns").orElse("").contains(optIn);
    }

    /** The prefix of the keys that may be written. */
    public static String keyPrefix(StackOutputs outputs) {
        return outputs.find("WritableKeys").orElse("*").replaceFirst("\\*$", "");
    }

    /** The only role of account B that may assume the role, if there is one. */
    public static Optional<String> trustedRole(StackOutputs outputs) {
        return outputs.find("TrustedRoleName");
    }

    @Override
    public String toString() {
        return roleArn + " on " + bucket;
    }
}
