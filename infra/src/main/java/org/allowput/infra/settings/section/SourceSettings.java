package org.allowput.infra.settings.section;

import java.util.List;
import java.util.Optional;
import org.allowput.contract.selection.RequiredTag;
import org.allowput.infra.settings.value.IamIdentity;
import org.allowput.infra.settings.value.Region;

/**
 * Account B's side.
 *
 * @param externalIdRevision A published version of a function keeps its environment, and CloudFormation publishes
 *     another version only if the template changes; the value of a parameter is not in the template. This number is, so
 *     that incrementing it publishes a version with a new ExternalId
 */
public record SourceSettings(
        String account,
        Optional<String> roleName,
        Optional<String> organizationId,
        Optional<String> keyPrefix,
        boolean requireMfa,
        Region region,
        String bucketName,
        boolean bucketExists,
        boolean bucketIsTargetToo,
        boolean bucketShared,
        Optional<String> kmsKeyArn,
        Optional<String> requiredTag,
        List<IamIdentity> callers,
        Optional<String> permissionsBoundaryArn,
        int externalIdRevision) {
    /** With each caller once. */
    public SourceSettings {
        callers = callers.stream().distinct().toList();
    }

    /** Account B, as account A trusts it. */
    public TrustedAccount trusted() {
        return new TrustedAccount(account, roleName, organizationId, keyPrefix, requireMfa);
    }

    /** The tag that an object must have to be copied. */
    public Optional<RequiredTag> clearance() {
        return requiredTag.map(RequiredTag::parse);
    }
}
