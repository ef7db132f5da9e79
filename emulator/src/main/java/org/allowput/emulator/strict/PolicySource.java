package org.allowput.emulator.strict;

import java.util.List;

/** Where the policies of roles and buckets are. */
public interface PolicySource {
    /** Decides nothing: of an emulator that evaluates no policies either. */
    PolicySource NONE = new PolicySource() {
        @Override
        public List<Policy> ofRole(String arn) {
            return List.of(
                    Policy.of("{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}}"));
        }

        @Override
        public Policy ofBucket(String bucket) {
            return Policy.EMPTY;
        }
    };

    /** All policies of a role. */
    List<Policy> ofRole(String arn);

    /** The policy of a bucket; one without statements if it has none. */
    Policy ofBucket(String bucket);
}
