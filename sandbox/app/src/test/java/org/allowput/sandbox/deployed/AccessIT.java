package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.testing.Eventually;
import org.allowput.ops.access.AccessCheck;
import org.allowput.ops.access.Attempt;
import org.allowput.sandbox.acceptance.Acceptance;
import org.allowput.sandbox.acceptance.AcceptanceRun;
import org.allowput.sandbox.acceptance.Deployment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who may do what with the role and the bucket of account A. */
@Acceptance(AcceptanceRun.Way.CDK)
class AccessIT {
    private final Deployment deployment;

    AccessIT(Deployment deployment) {
        this.deployment = deployment;
    }

    @Test
    void theRoleCanPutAndNothingElseAndOnlyBWithTheRightIdCanAssumeIt() {
        // A role that has just been deployed can be refused for some seconds.
        List<Attempt> attempts = Eventually.until(
                Duration.ofMinutes(2),
                "each access is answered as expected",
                deployment.accesses(),
                all -> all.stream().filter(Attempt::tried).allMatch(Attempt::asExpected));

        assertThat(attempts)
                .extracting(attempt -> attempt.what() + ": " + attempt.expected())
                .containsExactly(
                        "AssumeRole by B, right ExternalId: allowed",
                        "AssumeRole by B, wrong ExternalId: denied",
                        "AssumeRole by B, no ExternalId: denied",
                        "AssumeRole by an account that is not trusted, right ExternalId: denied",
                        "AssumeRole by a principal of B without a policy for it, right ExternalId: denied",
                        "with the role: PutObject: allowed",
                        "with the role: GetObject: denied",
                        "with the role: HeadObject: denied",
                        "with the role: ListObjects: denied",
                        "with the role: DeleteObject: denied",
                        "with the role: PutObjectAcl: denied",
                        "with the role: PutObject into another bucket: denied",
                        "with the role: PutObject with a tag: denied",
                        "B's administrator, without the role: PutObject: denied");
    }

    @Test
    @Tag(Acceptance.EMULATOR_ONLY)
    void theReadmeSaysHowManyAccessesAreTriedOfWhichNothingIsLeftBehind() throws IOException {
        List<Attempt> attempts = deployment.accesses().get();

        assertThat(attempts).allMatch(Attempt::tried);
        assertThat(Files.readString(Checkout.current().root().resolve("README.md")))
                .contains(attempts.size() + " attempts, 0 not as expected; 0 not tried.");
        assertThat(new Buckets(deployment).target().keys(AccessCheck.PREFIX)).isEmpty();
        assertThat(deployment.target().s3().listBuckets().buckets())
                .noneMatch(bucket -> bucket.name().startsWith("access-check-"));
        assertThat(deployment.source().iam().listUsers().users())
                .noneMatch(user -> user.userName().startsWith("without-policies-"));
    }

    @Test
    @Tag(Acceptance.EMULATOR_ONLY)
    void aRoleThatCannotBeAssumedIsNotTakenForOneThatRefuses() {
        TrustPolicy trust = new TrustPolicy(deployment);
        String before = trust.document();
        trust.replace(deployment.externalId(), "another-id");
        try {
            assertThat(deployment.accesses().get())
                    .noneMatch(attempt -> attempt.what().startsWith("with the role"))
                    .filteredOn(attempt -> !attempt.asExpected())
                    .extracting(Attempt::what)
                    .containsExactly("AssumeRole by B, right ExternalId");
        } finally {
            trust.put(before);
        }
    }
}
