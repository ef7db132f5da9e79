package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.Nightly;
import org.allowput.sandbox.acceptance.Acceptance;
import org.allowput.sandbox.acceptance.AcceptanceRun;
import org.allowput.sandbox.acceptance.Deployment;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * Account A changes the ExternalId in its trust policy. Sessions that were handed out before live on until they end,
 * one hour at most, as on AWS: so the function is made to start anew, which ends them on its side. The settings are
 * those that are deployed by default.
 */
@Acceptance(AcceptanceRun.Way.PLAIN)
class RevokedTrustIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final Deployment deployment;
    private final Buckets buckets;

    RevokedTrustIT(Deployment deployment) {
        this.deployment = deployment;
        this.buckets = new Buckets(deployment);
    }

    @Test
    @Nightly(4)
    void newCopiesFailAndEveryObjectArrivesSoonAfterTheTrustIsRestored() throws Exception {
        List<String> keys = IntStream.range(0, 6).mapToObj(i -> "revoked/" + i).toList();
        new TrustPolicy(deployment).with(deployment.externalId(), "the-id-is-another-now", () -> {
            // On AWS, a changed policy is in effect some seconds later.
            Eventually.until(TIMEOUT, "the role is denied", this::isDenied, denied -> denied);
            new TrustPolicy(deployment).startFunctionAnew();
            keys.forEach(buckets::put);

            assertThat(keys)
                    .allSatisfy(key -> assertThat(denial(key))
                            .contains(deployment.output(StackOutput.ROLE_ARN))
                            .doesNotContain(deployment.externalId()));
            assertThat(keys).noneMatch(key -> buckets.target().head(key).isPresent());
            return keys;
        });

        keys.forEach(buckets::copied);
        assertThat(new Queues(deployment).deadLetters()).isZero();
    }

    private boolean isDenied() {
        try {
            AssumedRole.by(deployment.source(), deployment.output(StackOutput.ROLE_ARN), deployment.externalId());
            return false;
        } catch (StsException e) {
            return e.statusCode() == 403;
        }
    }

    /** The line that the function logged about a copy that was denied. */
    private String denial(String key) {
        return Eventually.until(
                        TIMEOUT,
                        key + " is denied",
                        () -> deployment.logged("AssumeRoleDenied", '"' + key + '"'),
                        lines -> !lines.isEmpty())
                .getFirst();
    }
}
