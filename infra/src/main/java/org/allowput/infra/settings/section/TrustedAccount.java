package org.allowput.infra.settings.section;

import java.util.Optional;
import org.allowput.infra.settings.value.AccountId;
import org.allowput.infra.settings.value.RoleName;

/**
 * An account that may put objects into the target bucket, with its own ExternalId.
 *
 * @param account the account that the role trusts
 * @param roleName if set, the only role of that account that may assume the role in account A
 * @param organizationId if set, the organization in AWS Organizations that the caller's account must belong to
 * @param keyPrefix if set, the prefix of the keys that the account may write
 * @param requireMfa whether only people may assume the role, with multi-factor authentication
 */
public record TrustedAccount(
        AccountId account,
        Optional<RoleName> roleName,
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
    public RoleName role(TargetSettings target) {
        return hasOwnRole() ? new RoleName(target.roleName() + "-" + account) : target.roleName();
    }
}
