package org.allowput.ops.acceptance.deploy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.allowput.ops.aws.DeploymentStacks;
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

    /** The account that has that stack of a deployment. */
    public ProfileClients of(DeploymentStacks side) {
        return side == DeploymentStacks.TARGET ? target : source;
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

    /** Asks again and again. Returns the first value that is {@code done}; empty if there is none in that time. */
    public <T> Optional<T> until(Duration timeout, Supplier<T> read, Predicate<T> done) {
        Duration interval = areOnAws() ? Duration.ofSeconds(2) : Duration.ofMillis(200);
        long end = System.nanoTime() + timeout.toNanos();
        T value = read.get();
        while (!done.test(value)) {
            if (System.nanoTime() >= end) {
                return Optional.empty();
            }
            LockSupport.parkNanos(interval.toNanos());
            value = read.get();
        }
        return Optional.of(value);
    }

    /** Whether something becomes true in that time. */
    public boolean until(Duration timeout, BooleanSupplier read) {
        return until(timeout, read::getAsBoolean, Boolean::booleanValue).isPresent();
    }

    @Override
    public void close() {
        target.close();
    }
}
