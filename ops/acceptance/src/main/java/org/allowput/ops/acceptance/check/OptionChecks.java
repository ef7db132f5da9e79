package org.allowput.ops.acceptance.check;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.allowput.ops.acceptance.deploy.Deployed;
import org.allowput.ops.acceptance.deploy.EncryptionKeys;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.LiveAlias;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3control.model.DescribeJobResponse;
import software.amazon.awssdk.services.s3control.model.JobStatus;

/** The options that only the CDK deploys. */
public record OptionChecks(Checks checks, Deployed deployed, OperatorCommands operations, EncryptionKeys keys) {
    /** Characters that signatures, addresses, events or policies treat in a special way. */
    private static final List<String> UNUSUAL_KEYS = List.of(
            "plain.txt",
            "with spaces  and more.txt",
            "a+b.txt",
            "100%25.txt",
            "this&that=1;other.txt",
            "(brackets)[and]{braces}*?$!'~.txt",
            "日本語/🎉.txt",
            "e\u0301 combined.txt",
            "folder/",
            "k".repeat(900));

    private static final Set<JobStatus> ENDED = Set.of(JobStatus.COMPLETE, JobStatus.FAILED, JobStatus.CANCELLED);

    public void run() {
        SampleObjects objects = new SampleObjects(deployed);
        snapshot();
        List<String> keysOfObjects = UNUSUAL_KEYS.stream()
                .map("options/"::concat)
                .filter(key -> deployed.accounts().areOnAws() || !key.endsWith("/"))
                .toList();
        checks.check(
                "with a session policy per invocation, objects with unusual keys arrive",
                "all " + keysOfObjects.size(),
                () -> {
                    keysOfObjects.forEach(objects::put);
                    return objects.allArrive(keysOfObjects);
                });
        checks.onAws(
                "an object under B's KMS key arrives under A's KMS key",
                "A's key",
                "the emulator stores the headers and encrypts nothing",
                () -> {
                    objects.put(
                            "options/encrypted",
                            put -> put.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                                    .ssekmsKeyId(keys.sourceKeyArn()));
                    Optional<HeadObjectResponse> copy = objects.arrived("options/encrypted");
                    boolean isOfA = copy.filter(each -> keys.targetKeyArn().equals(each.ssekmsKeyId()))
                            .isPresent();
                    return new Observation(isOfA, isOfA ? "A's key" : "another key, or no copy");
                });
    }

    private void snapshot() {
        checks.onAws(
                "the function's version has a snapshot, and runs on arm64",
                "SnapStart On, arm64",
                "the emulator takes no snapshot",
                () -> {
                    LiveAlias alias =
                            LiveAlias.of(new DeployedStack(deployed.accounts().source(), deployed.source()));
                    GetFunctionConfigurationResponse function = deployed.accounts()
                            .source()
                            .lambda()
                            .getFunctionConfiguration(request ->
                                    request.functionName(alias.function()).qualifier(alias.version()));
                    return Observation.same(
                            "SnapStart On, arm64",
                            "SnapStart " + function.snapStart().optimizationStatusAsString() + ", "
                                    + function.architecturesAsStrings().getFirst());
                });
    }

    /** S3 Batch Operations on objects that exist. */
    public void batch(int count) {
        checks.onAwsOnly(
                "S3 Batch Operations copies objects that exist",
                count + " succeeded, 0 failed",
                "the emulator does not run jobs",
                () -> {
                    SampleObjects objects = new SampleObjects(deployed);
                    IntStream.range(0, count).parallel().forEach(number -> objects.put("batch/" + number));
                    String printed =
                            operations.run("backfill", "--create", "--no-confirmation", "--prefix", "batch/", "--json");
                    String job = printed.replaceAll("(?s).*\"jobId\":\"([^\"]+)\".*", "$1");
                    DescribeJobResponse ended = deployed.accounts()
                            .polling()
                            .until(
                                    Duration.ofMinutes(30),
                                    () -> deployed.accounts()
                                            .source()
                                            .s3Control()
                                            .describeJob(request -> request.accountId(
                                                            deployed.accounts().sourceId())
                                                    .jobId(job)),
                                    seen -> ENDED.contains(seen.job().status()))
                            .orElseThrow();
                    return Observation.same(
                            count + " succeeded, 0 failed",
                            ended.job().progressSummary().numberOfTasksSucceeded() + " succeeded, "
                                    + ended.job().progressSummary().numberOfTasksFailed() + " failed");
                });
    }
}
