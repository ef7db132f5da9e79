package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.testing.Eventually;
import org.allowput.ops.aws.DeploymentStacks;
import org.allowput.sandbox.acceptance.Acceptance;
import org.allowput.sandbox.acceptance.AcceptanceRun;
import org.allowput.sandbox.acceptance.Deployment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** Options of a deployment by the CDK, each with objects of its own. */
@Acceptance(AcceptanceRun.Way.OPTIONS)
@Tag("two-profiles")
class OptionsIT {
    private final Deployment deployment;
    private final AcceptanceRun run;
    private final CopiedObjects objects;

    OptionsIT(Deployment deployment, AcceptanceRun run) {
        this.deployment = deployment;
        this.run = run;
        this.objects = new CopiedObjects(deployment);
    }

    @Test
    void anObjectArrivesWithItsTags() {
        objects.put("tagged", request -> request.tagging("colour=red&of=mine"));
        objects.arrived("tagged", "tagged");

        assertThat(deployment
                        .target()
                        .s3()
                        .getObjectTagging(request ->
                                request.bucket(deployment.targetBucket()).key("tagged"))
                        .tagSet())
                .extracting(tag -> tag.key() + "=" + tag.value())
                .containsExactlyInAnyOrder("colour=red", "of=mine");
    }

    @Test
    void whatIsEncryptedWithAKeyOfBIsEncryptedWithTheKeyOfA() {
        objects.put(
                "encrypted",
                request -> request.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId(run.keyArn(DeploymentStacks.SOURCE)));

        HeadObjectResponse copy = objects.arrived("encrypted", "encrypted");
        assertThat(copy.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
        assertThat(copy.ssekmsKeyId()).isEqualTo(run.keyArn(DeploymentStacks.TARGET));
    }

    @Test
    void aDeletedObjectIsDeletedInA() {
        objects.put("deleted");
        objects.arrived("deleted", "deleted");

        deployment
                .source()
                .s3()
                .deleteObject(
                        request -> request.bucket(deployment.sourceBucket()).key("deleted"));

        Eventually.until(
                Buckets.TIMEOUT,
                "the copy is deleted",
                () -> new Buckets(deployment).inTarget("deleted"),
                Optional::isEmpty);
    }

    @Test
    void aLargeObjectIsCopiedInRangesByteForByte() {
        byte[] bytes = new byte[3 * AcceptanceRun.RANGE_MIB * 1024 * 1024 + 5];
        new Random(1).nextBytes(bytes);
        deployment
                .source()
                .s3()
                .putObject(
                        request -> request.bucket(deployment.sourceBucket()).key("large"),
                        RequestBody.fromBytes(bytes));

        assertThat(new Buckets(deployment).arrived("large").contentLength()).isEqualTo(bytes.length);
        assertThat(deployment
                        .target()
                        .s3()
                        .getObjectAsBytes(request ->
                                request.bucket(deployment.targetBucket()).key("large"))
                        .asByteArray())
                .isEqualTo(bytes);
        Eventually.until(
                Buckets.TIMEOUT,
                "the execution has succeeded",
                this::executions,
                all -> all.equals(List.of(ExecutionStatus.SUCCEEDED)));
        assertThat(deployment
                        .source()
                        .s3()
                        .listObjectsV2(
                                request -> request.bucket(deployment.output(StackOutput.LARGE_OBJECTS_BUCKET_NAME))
                                        .prefix("executions/large"))
                        .contents())
                .filteredOn(object -> object.key().contains("/ranges/"))
                .hasSize(4);
    }

    private List<ExecutionStatus> executions() {
        return deployment
                .source()
                .stepFunctions()
                .listExecutions(request ->
                        request.stateMachineArn(deployment.output(StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN)))
                .executions()
                .stream()
                .map(ExecutionListItem::status)
                .toList();
    }

    @Test
    void anObjectWhoseEventWasLostIsFoundByReceiptsSentAgainAndArrives() {
        objects.put("compared/notified");
        objects.arrived("compared/notified", "compared/notified");
        new LostEvents(deployment).during(() -> objects.put("compared/missed"));
        Eventually.until(
                Buckets.TIMEOUT,
                "the receipt of the one, and that the other is missing",
                () -> reconcile().output(),
                printed -> printed.contains("1 copied, 1 missing, 0 stale"));

        AcceptanceRun.Finished found = reconcile("--requeue", "--yes");

        assertThat(found.output()).contains("compared/missed");
        assertThat(found.status()).isEqualTo(1);
        objects.arrived("compared/missed", "compared/missed");
        Eventually.until(Buckets.TIMEOUT, "nothing is missing", () -> reconcile(), now -> now.status() == 0);
    }

    private AcceptanceRun.Finished reconcile(String... options) {
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
        new LostEvents(deployment).during(() -> objects.put("batch/existing"));

        AcceptanceRun.Finished created =
                run.command(AcceptanceRun.Way.OPTIONS, "backfill", "--create", "--no-confirmation", "--prefix=batch/");

        assertThat(created.status()).as(created.output()).isZero();
        Eventually.until(
                Duration.ofMinutes(30),
                "the job has copied the object",
                () -> new Buckets(deployment).inTarget("batch/existing"),
                Optional::isPresent);
    }
}
