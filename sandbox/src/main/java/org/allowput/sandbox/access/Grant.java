package org.allowput.sandbox.access;

/**
 * What the target account offers.
 *
 * @param roleArn the role that can put and nothing else
 * @param externalId what the role's trust policy asks for; not in {@link #toString}
 * @param bucket the one bucket it can put into
 * @param otherBucket a bucket that is there and that it must not put into; best one of the target account
 */
public record Grant(String roleArn, String externalId, String bucket, String otherBucket) {
    @Override
    public String toString() {
        return roleArn + " on " + bucket;
    }
}
