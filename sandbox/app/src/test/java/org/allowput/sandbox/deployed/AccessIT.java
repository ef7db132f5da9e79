package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Predicate;
import org.allowput.emulator.local.Checkout;
import org.allowput.ops.access.AccessCheck;
import org.allowput.ops.access.Attempt;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxAccess;
import org.allowput.sandbox.SandboxFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.iam.IamClient;

/** Who may do what with the role and the bucket of account A. */
@ExtendWith(SandboxFixture.class)
class AccessIT {
    private final Sandbox sandbox;

    AccessIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Test
    void theRoleCanPutAndNothingElseAndOnlyBWithTheRightIdCanAssumeIt() {
        List<Attempt> attempts = SandboxAccess.check(sandbox);

        assertThat(attempts)
                .allSatisfy(attempt ->
                        assertThat(attempt.happened()).as(attempt.what()).isEqualTo(attempt.expected()));
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
    void theReadmeSaysHowManyAccessesAreTried() throws IOException {
        int attempts = SandboxAccess.check(sandbox).size();

        assertThat(Files.readString(Checkout.current().root().resolve("README.md")))
                .contains(attempts + " attempts, 0 not as expected; 0 not tried.");
    }

    @Test
    void theCheckLeavesNothingBehind() {
        SandboxAccess.check(sandbox);

        assertThat(sandbox.target()
                        .s3()
                        .listObjectsV2(request ->
                                request.bucket(sandbox.targetBucket()).prefix(AccessCheck.PREFIX))
                        .contents())
                .isEmpty();
        assertThat(sandbox.target().s3().listBuckets().buckets())
                .noneMatch(bucket -> bucket.name().startsWith("access-check-"));
        assertThat(sandbox.source().iam().listUsers().users()).isEmpty();
    }

    @Test
    void aRoleThatMayReadIsFoundOut() {
        IamClient iam = sandbox.target().iam();
        String role = sandbox.roleArn().substring(sandbox.roleArn().lastIndexOf('/') + 1);
        iam.putRolePolicy(request ->
                request.roleName(role).policyName("TooMuch").policyDocument("""
                    {"Version": "2012-10-17", "Statement": [
                      {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::%s/*"}]}
                    """.formatted(sandbox.targetBucket())));
        try {
            assertThat(SandboxAccess.check(sandbox))
                    .filteredOn(Predicate.not(Attempt::asExpected))
                    .extracting(Attempt::what)
                    .containsExactlyElementsOf(List.of("with the role: GetObject", "with the role: HeadObject"));
        } finally {
            iam.deleteRolePolicy(request -> request.roleName(role).policyName("TooMuch"));
        }
    }

    @Test
    void aRoleThatCannotBeAssumedIsNotTakenForOneThatRefuses() {
        TrustPolicy trust = new TrustPolicy(sandbox);
        String before = trust.document();
        trust.replace(sandbox.externalId(), "another-id");
        try {
            assertThat(SandboxAccess.check(sandbox))
                    .filteredOn(attempt -> attempt.what().startsWith("with the role"))
                    .hasSize(8)
                    .noneMatch(Attempt::asExpected);
        } finally {
            trust.put(before);
        }
    }
}
