package org.allowput.ops.proof.deployed;

import java.util.List;
import org.allowput.policy.Authorization;
import org.allowput.policy.Policy;

/**
 * A role with all policies that are attached to it.
 *
 * @param arn with its path
 * @param trust who may assume it
 * @param identity what its sessions may do
 * @param boundary its permissions boundary, if it has one
 * @param unread what cannot be read of it, and counts as if it allowed everything
 */
public record Role(String arn, Policy trust, List<Policy> identity, List<Policy> boundary, List<String> unread) {
    /** The same, if all of its policies can be read. @throws IllegalArgumentException if they cannot */
    Role read() {
        if (!unread.isEmpty()) {
            throw new IllegalArgumentException(
                    "This is not modelled, so that nothing is proven: " + String.join(", ", unread));
        }
        return this;
    }

    public String name() {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /**
     * What decides about a request of a session.
     *
     * @param resource the policy of what the request is about; nothing if it has none
     * @param decides whether that policy must allow the request, also within the account
     */
    public Authorization authorization(Policy resource, boolean decides) {
        return new Authorization(identity, boundary, resource, decides);
    }
}
