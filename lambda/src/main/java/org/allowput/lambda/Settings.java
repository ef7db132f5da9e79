package org.allowput.lambda;

import java.time.Duration;
import org.allowput.lambda.copy.CopyOptions;
import org.allowput.lambda.copy.KeyRule;
import org.allowput.lambda.copy.TargetOptions;

/**
 * What the deployment tells the function. {@link Environment} reads it.
 *
 * @param source the bucket that is copied from
 * @param target the bucket that is copied to
 * @param role how the target account's role is assumed
 * @param keys which keys are copied, and to which
 * @param copy how an object is copied
 * @param options what the target's objects get
 * @param concurrentCopies how many objects of one invocation are on the way at once
 * @param reserve with less time than this left nothing new is begun; with half of it left what runs is interrupted
 */
record Settings(
        Bucket source,
        Bucket target,
        Role role,
        KeyRule keys,
        CopyOptions copy,
        TargetOptions options,
        int concurrentCopies,
        Duration reserve) {
    /**
     * A bucket, and who is expected to own it.
     *
     * @param account 12 digits
     */
    record Bucket(String name, String account, String region) {}

    /**
     * The target account's role.
     *
     * @param sessionName what the target account's audit trail shows
     */
    record Role(String arn, String externalId, String sessionName) {
        /** Without the ExternalId. */
        @Override
        public String toString() {
            return arn;
        }
    }
}
