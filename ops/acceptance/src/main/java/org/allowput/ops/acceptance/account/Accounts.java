package org.allowput.ops.acceptance.account;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.allowput.ops.aws.ProfileClients;
import org.allowput.ops.cli.OperationException;
import software.amazon.awssdk.regions.Region;

/**
 * Administrators of the two accounts, in one Region.
 *
 * @param target clients of account A
 * @param source clients of account B
 * @param targetId twelve digits
 * @param sourceId twelve digits
 */
public record Accounts(
        String targetProfile,
        String sourceProfile,
        ProfileClients target,
        ProfileClients source,
        String targetId,
        String sourceId)
        implements AutoCloseable {
    /** Longer than the propagation of a policy usually takes. */
    private static final Duration PROPAGATION = Duration.ofSeconds(20);

    /**
     * Signs in to both accounts.
     *
     * @throws OperationException if both profiles are of one account
     */
    public static Accounts open(String targetProfile, String sourceProfile, Optional<String> region) {
        ProfileClients target = ProfileClients.open(Optional.of(targetProfile), region);
        ProfileClients source = target.withProfile(sourceProfile);
        String targetId = target.sts().getCallerIdentity().account();
        String sourceId = source.sts().getCallerIdentity().account();
        if (targetId.equals(sourceId)) {
            target.close();
            throw new OperationException(
                    "Both profiles are of the same account: --target-profile and --source-profile have to be of two"
                            + " accounts.");
        }
        return new Accounts(targetProfile, sourceProfile, target, source, targetId, sourceId);
    }

    public ProfileClients of(AccountKind side) {
        return side == AccountKind.TARGET ? target : source;
    }

    public String profile(AccountKind side) {
        return side == AccountKind.TARGET ? targetProfile : sourceProfile;
    }

    public String id(AccountKind side) {
        return side == AccountKind.TARGET ? targetId : sourceId;
    }

    public Region region() {
        return target.region();
    }

    /** The Region's partition, as in ARNs. */
    public String partition() {
        return region().metadata().partition().id();
    }

    /** Whether requests go to AWS, and not to an emulator at an endpoint of its own. */
    public boolean areOnAws() {
        return target.endpoint().isEmpty();
    }

    /** Waits until a change of a policy is in effect everywhere, which takes some seconds on AWS. */
    public void awaitPropagation() {
        pauseOnAws(PROPAGATION);
    }

    /** Waits for what AWS does some time later, and an emulator at once. */
    public void pauseOnAws(Duration duration) {
        if (areOnAws() && duration.isPositive()) {
            LockSupport.parkNanos(duration.toNanos());
        }
    }

    /** How to wait for something in these accounts. */
    public Polling polling() {
        return areOnAws() ? Polling.OF_AWS : Polling.OF_EMULATOR;
    }

    @Override
    public void close() {
        target.close();
    }
}
