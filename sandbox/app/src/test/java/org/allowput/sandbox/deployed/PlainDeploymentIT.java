package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.allowput.emulator.testing.Eventually;
import org.allowput.ops.access.Attempt;
import org.allowput.sandbox.acceptance.Acceptance;
import org.allowput.sandbox.acceptance.AcceptanceRun;
import org.allowput.sandbox.acceptance.Deployment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Both plain templates, without the CDK, with the default settings. */
@Acceptance(AcceptanceRun.Way.PLAIN)
@Tag("two-profiles")
class PlainDeploymentIT {
    private final Deployment deployment;

    PlainDeploymentIT(Deployment deployment) {
        this.deployment = deployment;
    }

    @Test
    void anObjectArrivesByteForByte() {
        CopiedObjects objects = new CopiedObjects(deployment);
        objects.put("with spaces +%2F 日本語");

        objects.arrived("with spaces +%2F 日本語");
    }

    @Test
    void theRoleCanPutAndNothingElse() {
        List<Attempt> attempts = Eventually.until(
                Duration.ofMinutes(2),
                "each access is answered as expected",
                deployment.accesses(),
                all -> all.stream().filter(Attempt::tried).allMatch(Attempt::asExpected));

        assertThat(attempts)
                .filteredOn(attempt -> attempt.expected().toString().equals("allowed"))
                .extracting(Attempt::what)
                .containsExactly("AssumeRole by B, right ExternalId", "with the role: PutObject");
    }
}
