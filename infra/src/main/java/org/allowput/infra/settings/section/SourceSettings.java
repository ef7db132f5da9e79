package org.allowput.infra.settings.section;

import java.util.List;
import java.util.Optional;
import org.allowput.contract.selection.RequiredTag;
import org.allowput.infra.settings.value.AccountId;
import org.allowput.infra.settings.value.BucketName;
import org.allowput.infra.settings.value.IamIdentity;
import org.allowput.infra.settings.value.Region;
import org.allowput.infra.settings.value.RoleName;

/**
 * Account B's side.
 *
 * @param roleName of the function, if it is agreed
 * @param bucketIsTargetToo whether other deployments put objects into the bucket, under keys that this one does not
 *     copy
 * @param bucketShared whether another deployment copies from this bucket and claims it
 * @param requiredTag as {@code NAME=VALUE}
 * @param callers that may assume the role besides the functions
 * @param externalIdRevision A published version of a function keeps its environment, and CloudFormation publishes
 *     another version only if the template changes; the value of a parameter is not in the template. This number is, so
 *     that incrementing it publishes a version with a new ExternalId
 */
public record SourceSettings(
        AccountId account,
        Optional<RoleName> roleName,
        Optional<String> organizationId,
        Optional<String> keyPrefix,
        boolean requireMfa,
        Region region,
        BucketName bucketName,
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
