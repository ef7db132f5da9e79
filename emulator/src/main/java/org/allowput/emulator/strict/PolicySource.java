package org.allowput.emulator.strict;

import java.util.List;
import org.allowput.policy.Policy;

/** Where the policies of roles and buckets are. */
public interface PolicySource {
    /** A policy that has no statement. */
    Policy EMPTY = new Policy(List.of());

    /** Decides nothing: of an emulator that evaluates no policies either. */
    PolicySource NONE = new PolicySource() {
        @Override
        public List<Policy> ofRole(String arn) {
            return List.of(
                    Policy.parse("{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}}"));
        }

        @Override
        public Policy ofBucket(String bucket) {
            return EMPTY;
        }
    };

    /** All policies of a role. */
    List<Policy> ofRole(String arn);

    /** The policy of a bucket; one without statements if it has none. */
    Policy ofBucket(String bucket);
}
