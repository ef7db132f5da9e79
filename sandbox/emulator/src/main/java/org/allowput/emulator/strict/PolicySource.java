package org.allowput.emulator.strict;

import java.util.List;
import java.util.Optional;
import org.allowput.policy.Policy;

/** The place from which the policies of roles and buckets are read. */
public interface PolicySource {
    /** A bucket with the settings that S3 gives it. */
    Bucket PLAIN = new Bucket(new Policy(List.of()), Optional.empty(), false);

    /**
     * What its owner set, and S3 decides by.
     *
     * @param policy one without statements if it has none
     * @param defaultKey ARN of the KMS key that encrypts what names no encryption of its own; empty for a key of S3
     * @param locked whether it has Object Lock
     */
    record Bucket(Policy policy, Optional<String> defaultKey, boolean locked) {}

    /** Decides nothing: of an emulator that evaluates no policies either. */
    PolicySource NONE = new PolicySource() {
        @Override
        public List<Policy> ofRole(String arn) {
            return List.of(
                    Policy.parse("{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}}"));
        }

        @Override
        public Bucket ofBucket(String bucket) {
            return PLAIN;
        }
    };

    List<Policy> ofRole(String arn);

    /** What the owner of a bucket set. */
    Bucket ofBucket(String bucket);
}
