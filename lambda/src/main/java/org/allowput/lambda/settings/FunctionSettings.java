package org.allowput.lambda.settings;

import java.time.Duration;
import java.util.Optional;
import org.allowput.contract.ReplicatedDeletions;
import org.allowput.lambda.copy.CopyOptions;
import org.allowput.lambda.s3.TargetOptions;

/**
 * A deployment passes these settings to the function. {@link EnvironmentVariables} reads them.
 *
 * @param deployment by which an account tells its deployments apart; empty for the default one
 * @param queue where messages that fail go
 * @param concurrentCopies how many objects of one invocation are on the way at once
 * @param receipts the bucket that receipts are written to, if any
 * @param reserve with less time left than this, no copy starts; with half of it left, running copies are interrupted
 * @param large what becomes of objects that are larger than one invocation copies, if they are copied
 * @param primingLimit how long the function copies to its loopback listener before a snapshot at most; it always copies
 *     one batch
 */
public record FunctionSettings(
        String deployment,
        Bucket source,
        Bucket target,
        Role role,
        CopyOptions copy,
        ReplicatedDeletions deletions,
        TargetOptions options,
        Optional<String> receipts,
        Queue queue,
        int concurrentCopies,
        Duration reserve,
        Optional<LargeObjects> large,
        Duration primingLimit) {
    /** The same, but with every key copied unchanged, in parts from 5 MiB on, and no workflow started. */
    public FunctionSettings forPriming() {
        return new FunctionSettings(
                deployment,
                source,
                target,
                role,
                copy.withSmallestParts(),
                deletions,
                options,
                receipts,
                queue,
                concurrentCopies,
                reserve,
                large,
                primingLimit);
    }

    /**
     * The workflow for large objects: the function that copies events knows its ARN, and the workflow's own function
     * where its tasks store their results.
     *
     * @param stateMachine its ARN; empty in its own function
     * @param results the bucket for results; empty in the function that starts the workflow
     * @param rangeSize what one invocation copies, in bytes
     */
    public record LargeObjects(String stateMachine, String results, long rangeSize) {}

    /** A bucket, and the account, of 12 digits, that is expected to own it. */
    public record Bucket(String name, String account, String region) {}

    /**
     * The queue that the function receives from.
     *
     * @param maxDeliveries of a message before it goes to the dead-letter queue
     * @param delayPercent of the delays before a failed message is delivered again; less than 100 is for tests
     */
    public record Queue(String url, String deadLetterUrl, int maxDeliveries, int delayPercent) {}

    /** The target account's role. Its audit trail shows the session's name: the function's, in 2 to 64 characters. */
    public record Role(String arn, String externalId, String sessionName) {
        /** The same for a request: its id whole, after as much of the function's name as fits into 64 characters. */
        public String sessionName(String requestId) {
            int left = Math.max(0, 63 - requestId.length());
            return sessionName.substring(0, Math.min(sessionName.length(), left)) + "-" + requestId;
        }

        /** Without the ExternalId. */
        @Override
        public String toString() {
            return arn;
        }
    }
}
