package org.allowput.lambda.role;

import java.util.Optional;

/**
 * How the target account's role is assumed.
 *
 * @param role its ARN
 * @param externalId agreed between the two accounts
 * @param name what the target account's audit trail shows, 2 to 64 characters of {@code [\w+=,.@-]}
 * @param sourceIdentity what it shows besides, and keeps if the session assumes another role; the same characters
 * @param policy what the session may do at most, if it is less than the role
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>
 */
public record RoleSession(
        String role, String externalId, String name, Optional<String> sourceIdentity, Optional<SessionPolicy> policy) {
    /** The same, allowed no more than that. */
    public RoleSession restrictedTo(SessionPolicy narrow, String otherName) {
        return new RoleSession(role, externalId, otherName, sourceIdentity, Optional.of(narrow));
    }

    /** Without the ExternalId. */
    @Override
    public String toString() {
        return role;
    }
}
