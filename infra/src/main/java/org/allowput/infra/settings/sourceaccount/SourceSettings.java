package org.allowput.infra.settings.sourceaccount;

import java.util.Optional;
import java.util.SequencedSet;
import org.allowput.infra.settings.function.Encryption;
import org.allowput.infra.settings.region.Region;
import org.allowput.infra.settings.targetaccount.TrustedAccount;

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
        Optional<String> previousKmsKeyArns,
        Optional<String> requiredTag,
        SequencedSet<String> callers,
        Optional<String> permissionsBoundaryArn,
        int externalIdRevision) {
    /** Account B, as account A trusts it. */
    public TrustedAccount trusted() {
        return new TrustedAccount(account, roleName, organizationId, keyPrefix, requireMfa);
    }

    /** The keys that objects of the bucket can be under. */
    public Encryption encryption() {
        return new Encryption(kmsKeyArn, previousKmsKeyArns);
    }

    /** Whether this deployment is the one that claims the bucket as a source. */
    public boolean claimsBucket() {
        return !bucketShared && !bucketIsTargetToo;
    }
}
