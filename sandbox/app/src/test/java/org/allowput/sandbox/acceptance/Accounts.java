package org.allowput.sandbox.acceptance;

import java.net.URI;
import java.util.Optional;
import org.allowput.emulator.Account;
import org.allowput.ops.aws.DeploymentStacks;
import org.allowput.ops.aws.ProfileClients;
import software.amazon.awssdk.regions.Region;

/** Administrators of two accounts, in the Region of the target's profile. */
record Accounts(Administrator target, Administrator source) implements AutoCloseable {
    static final String TARGET_PROFILE = "target.profile";

    /**
     * The administrator of one account.
     *
     * @param profile of the AWS CLI
     * @param id twelve digits
     */
    record Administrator(String profile, ProfileClients clients, String id) {
        private static Administrator of(String profile, ProfileClients clients) {
            return new Administrator(
                    profile, clients, clients.sts().getCallerIdentity().account());
        }

        Account account() {
            Optional<URI> endpoint = clients.s3().serviceClientConfiguration().endpointOverride();
            return new Account(id, endpoint, clients.region(), clients.http(), clients.credentials());
        }
    }

    /** Signs in to both accounts, by the profiles that the system properties name. */
    static Accounts ofProperties() {
        String target = System.getProperty(TARGET_PROFILE, "");
        String source = System.getProperty("source.profile", "");
        ProfileClients clients = ProfileClients.open(Optional.of(target), Optional.empty());
        Accounts accounts =
                new Accounts(Administrator.of(target, clients), Administrator.of(source, clients.withProfile(source)));
        if (accounts.target.id().equals(accounts.source.id())) {
            accounts.close();
            throw new IllegalArgumentException("The profiles " + target + " and " + source
                    + " are of one account: -Dtarget.profile and -Dsource.profile have to be of two.");
        }
        return accounts;
    }

    /** Of the account that has that stack of a deployment. */
    Administrator of(DeploymentStacks side) {
        return side == DeploymentStacks.TARGET ? target : source;
    }

    Region region() {
        return target.clients().region();
    }

    @Override
    public void close() {
        target.clients().close();
    }
}
