package org.allowput.sandbox.acceptance;

import java.util.Optional;
import org.allowput.emulator.Account;
import org.allowput.ops.aws.DeploymentStacks;
import org.allowput.ops.aws.ProfileClients;
import software.amazon.awssdk.regions.Region;

/**
 * Administrators of two accounts, by profiles of the AWS CLI, in the Region of the target's profile.
 *
 * @param targetId twelve digits
 * @param sourceId twelve digits
 */
record Accounts(
        String targetProfile,
        String sourceProfile,
        ProfileClients target,
        ProfileClients source,
        String targetId,
        String sourceId)
        implements AutoCloseable {
    static final String TARGET_PROFILE = "target.profile";

    /** Signs in to both accounts, by the profiles that the system properties name. */
    static Accounts ofProperties() {
        String targetProfile = System.getProperty(TARGET_PROFILE, "");
        String sourceProfile = System.getProperty("source.profile", "");
        ProfileClients target = ProfileClients.open(Optional.of(targetProfile), Optional.empty());
        ProfileClients source = target.withProfile(sourceProfile);
        String targetId = target.sts().getCallerIdentity().account();
        String sourceId = source.sts().getCallerIdentity().account();
        if (targetId.equals(sourceId)) {
            target.close();
            throw new IllegalArgumentException("The profiles " + targetProfile + " and " + sourceProfile
                    + " are of one account: -Dtarget.profile and -Dsource.profile have to be of two.");
        }
        return new Accounts(targetProfile, sourceProfile, target, source, targetId, sourceId);
    }

    /** The account that has that stack of a deployment. */
    ProfileClients of(DeploymentStacks side) {
        return side == DeploymentStacks.TARGET ? target : source;
    }

    String profile(DeploymentStacks side) {
        return side == DeploymentStacks.TARGET ? targetProfile : sourceProfile;
    }

    String id(DeploymentStacks side) {
        return side == DeploymentStacks.TARGET ? targetId : sourceId;
    }

    Account administrator(DeploymentStacks side) {
        ProfileClients clients = of(side);
        return new Account(id(side), clients.endpoint(), region(), clients.http(), clients.credentials());
    }

    Region region() {
        return target.region();
    }

    @Override
    public void close() {
        target.close();
    }
}
