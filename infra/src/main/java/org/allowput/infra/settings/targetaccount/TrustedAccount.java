package org.allowput.infra.settings.targetaccount;

import java.util.Optional;

/** An account that may put objects into the target bucket, with its own ExternalId. */
public record TrustedAccount(
        String account,
        Optional<String> roleName,
        Optional<String> organizationId,
        Optional<String> keyPrefix,
        boolean requireMfa) {
    /**
     * Whether account A creates a role for this account alone: a role has the same permissions for every principal that
     * assumes it.
     */
    public boolean hasOwnRole() {
        return keyPrefix.isPresent();
    }

    /** The role that this account assumes. */
    public String role(TargetSettings target) {
        return hasOwnRole() ? target.roleName() + "-" + account : target.roleName();
    }
}
