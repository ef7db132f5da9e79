package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.Finished;
import org.allowput.ops.aws.DeploymentStacks;
import org.allowput.sandbox.acceptance.Acceptance;
import org.allowput.sandbox.acceptance.AcceptanceRun;
import org.allowput.sandbox.acceptance.Deployment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** Options of a deployment by the CDK, each with objects of its own. */
@Acceptance(AcceptanceRun.Way.OPTIONS)
@Tag("two-profiles")
class OptionsIT {
    private final Deployment deployment;
    private final AcceptanceRun run;
    private final Buckets buckets;

    OptionsIT(Deployment deployment, AcceptanceRun run) {
        this.deployment = deployment;
        this.run = run;
        this.buckets = new Buckets(deployment);
    }

    @Test
    void anObjectArrivesWithItsTags() {
        buckets.put("tagged", request -> request.tagging("colour=red&of=mine"));
        buckets.copied("tagged");

        assertThat(buckets.target().tags("tagged")).isEqualTo(Map.of("colour", "red", "of", "mine"));
    }

    @Test
    void whatIsEncryptedWithAKeyOfBIsEncryptedWithTheKeyOfA() {
        buckets.put(
                "encrypted",
                request -> request.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId(run.keyArn(DeploymentStacks.SOURCE)));

        HeadObjectResponse copy = buckets.copied("encrypted");
        assertThat(copy.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
        assertThat(copy.ssekmsKeyId()).isEqualTo(run.keyArn(DeploymentStacks.TARGET));
    }

    @Test
    void aDeletedObjectIsDeletedInA() {
        buckets.put("deleted");
        buckets.copied("deleted");

        buckets.source().delete("deleted");

        Eventually.until(
                Buckets.TIMEOUT, "the copy is deleted", () -> buckets.target().head("deleted"), Optional::isEmpty);
    }

    @Test
    void aLargeObjectIsCopiedInRangesByteForByte() {
        byte[] bytes = new byte[3 * AcceptanceRun.RANGE_MIB * 1024 * 1024 + 5];
        new Random(1).nextBytes(bytes);
        buckets.source().put("large", bytes);
        assertThat(buckets.arrived("large").contentLength()).isEqualTo(bytes.length);
        assertThat(buckets.target().bytes("large")).isEqualTo(bytes);
        WorkflowExecutions executions = new WorkflowExecutions(deployment);
        assertThat(executions.awaitEnded("large", 1, Buckets.TIMEOUT)).containsExactly(ExecutionStatus.SUCCEEDED);
        assertThat(executions.ranges("large")).hasSize(4);
    }

    @Test
    void objectsWhoseEventsWereLostAreFoundByReceiptsSentAgainAndArrive() {
        buckets.put("compared/notified");
        buckets.copied("compared/notified");
        buckets.source().put("compared/stale +%2F", "first");
        buckets.arrived("compared/stale +%2F");
        buckets.withoutEvents(() -> {
            buckets.put("compared/missed");
            buckets.source().put("compared/stale +%2F", "second");
        });
        Eventually.until(
                Buckets.TIMEOUT,
                "the receipts of two, and that one is missing",
                () -> reconcile().output(),
                printed -> printed.contains("1 copied, 1 missing, 1 stale"));

        Finished found = reconcile("--requeue", "--yes");

        assertThat(found.output()).contains("compared/missed", "compared/stale +%2F");
        assertThat(found.status()).isEqualTo(1);
        buckets.copied("compared/missed");
        Eventually.until(Buckets.TIMEOUT, "nothing is missing", () -> reconcile(), now -> now.status() == 0);
        assertThat(buckets.target().text("compared/stale +%2F")).isEqualTo("second");
    }

    private Finished reconcile(String... options) {
        List<String> arguments = Stream.concat(Stream.of("--prefix", "compared/", "--grace", "0s"), Stream.of(options))
                .toList();
        return run.command(AcceptanceRun.Way.OPTIONS, "reconcile", arguments.toArray(String[]::new));
    }

    @Test
    @DisabledIfSystemProperty(
            named = "acceptance.emulator",
            matches = "true",
            disabledReason = "the emulator runs no jobs of S3 Batch Operations")
    void aJobCopiesObjectsThatExist() {
        buckets.withoutEvents(() -> buckets.put("batch/existing"));

        run.command(AcceptanceRun.Way.OPTIONS, "backfill", "--create", "--no-confirmation", "--prefix=batch/")
                .succeeded();
        Eventually.until(
                Duration.ofMinutes(30),
                "the job has copied the object",
                () -> buckets.target().head("batch/existing"),
                Optional::isPresent);
    }
}
