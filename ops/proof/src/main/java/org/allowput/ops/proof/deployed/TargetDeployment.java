package org.allowput.ops.proof.deployed;

import java.util.List;

/**
 * Account A, as far as the statements are about it.
 *
 * @param account its 12 digits
 * @param roles all roles of the account, or of the template
 * @param grants what each role that account A offers is expected to grant
 */
public record TargetDeployment(
        String partition, String account, List<Role> roles, Bucket bucket, List<ExpectedGrant> grants) {
    /** The role with a name. @throws IllegalArgumentException if there is none */
    public Role role(ExpectedGrant grant) {
        return roles.stream()
                .filter(role -> role.name().equals(grant.roleName()))
                .findFirst()
                .map(Role::read)
                .orElseThrow(() -> new IllegalArgumentException("There is no role " + grant.roleName()
                        + ", expected the one that account A offers: name it with --role, or the stack with --stack"));
    }
}
