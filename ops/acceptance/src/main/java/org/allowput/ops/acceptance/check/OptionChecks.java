package org.allowput.ops.acceptance.check;

import static org.allowput.ops.aws.DeploymentStacks.SOURCE;
import static org.allowput.ops.aws.DeploymentStacks.TARGET;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.allowput.contract.StackOutput;
import org.allowput.ops.acceptance.deploy.Accounts;
import org.allowput.ops.acceptance.deploy.Deployment;
import org.allowput.ops.acceptance.deploy.OwnStacks;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.LiveAlias;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3control.model.JobDescriptor;
import software.amazon.awssdk.services.s3control.model.JobStatus;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** The options that need the CDK. */
public record OptionChecks(Checks checks, Deployment deployment, OwnStacks own) {
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
    private static final String ENCRYPTED = "options/encrypted";
    private static final int MIB = 1024 * 1024;
    private static final String LARGE = "large/object";
    private static final String OVERWRITTEN = "large/overwritten";
    private static final Duration TIMEOUT = Duration.ofMinutes(40);
    /** 16 ranges at 50 MiB/s each. */
    private static final double PREDICTED_MIB_PER_SECOND = 800;

    /**
     * Runs them.
     *
     * @param objects as many objects are copied by S3 Batch Operations
     */
    public void run(int objects) {
        checks.onAws(
                "the function's version has a snapshot, and runs on arm64",
                "SnapStart On, arm64",
                "the emulator takes no snapshot",
                () -> {
                    LiveAlias alias =
                            LiveAlias.of(new DeployedStack(deployment.accounts().source(), deployment.source()));
                    GetFunctionConfigurationResponse live = alias.lambda()
                            .getFunctionConfiguration(request ->
                                    request.functionName(alias.function()).qualifier(alias.version()));
                    return "SnapStart " + live.snapStart().optimizationStatusAsString() + ", "
                            + live.architecturesAsStrings().getFirst();
                });
        List<String> keys = UNUSUAL_KEYS.stream()
                .map("options/"::concat)
                .filter(key -> deployment.accounts().areOnAws() || !key.endsWith("/"))
                .toList();
        checks.check(
                "with a session policy per invocation, objects with unusual keys arrive", "all " + keys.size(), () -> {
                    keys.forEach(deployment::put);
                    return deployment.allArrive(keys);
                });
        checks.onAws(
                "an object under B's KMS key arrives under A's KMS key",
                "A's key",
                "the emulator stores the headers and encrypts nothing",
                () -> {
                    deployment.put(
                            ENCRYPTED,
                            put -> put.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                                    .ssekmsKeyId(own.keyArn(SOURCE)));
                    return deployment
                            .arrived(ENCRYPTED, Deployment.TIMEOUT)
                            .map(copy -> own.keyArn(TARGET).equals(copy.ssekmsKeyId()) ? "A's key" : "another key")
                            .orElse("no copy");
                });
        checks.onAwsOnly(
                "S3 Batch Operations copies objects that exist",
                objects + " succeeded, 0 failed",
                "the emulator does not run jobs",
                () -> batch(objects));
    }

    private String batch(int objects) throws IOException {
        Accounts accounts = deployment.accounts();
        IntStream.range(0, objects).parallel().forEach(number -> deployment.put("batch/" + number));
        String printed = deployment.run("backfill", "--create", "--no-confirmation", "--prefix=batch/", "--json");
        String id = String.valueOf(JSON.std.mapFrom(printed).get("jobId"));
        return accounts.until(
                        Duration.ofMinutes(30),
                        () -> accounts.source()
                                .s3Control()
                                .describeJob(request ->
                                        request.accountId(accounts.sourceId()).jobId(id))
                                .job(),
                        seen -> ENDED.contains(seen.status()))
                .map(JobDescriptor::progressSummary)
                .map(done -> done.numberOfTasksSucceeded() + " succeeded, " + done.numberOfTasksFailed() + " failed")
                .orElse("not ended");
    }

    /** One object that the workflow copies in parallel. */
    public void large(int mebibytes) {
        String expected = (long) mebibytes * MIB + " bytes, [SUCCEEDED]";
        checks.check("the workflow copies an object of " + mebibytes + " MiB", expected, () -> {
            deployment.putInParts(LARGE, mebibytes);
            long start = System.nanoTime();
            long bytes = deployment
                    .arrived(LARGE, TIMEOUT)
                    .map(HeadObjectResponse::contentLength)
                    .orElse(0L);
            checks.measure(
                    "rate of one large object",
                    mebibytes / ((System.nanoTime() - start) / 1e9),
                    "MiB/s",
                    PREDICTED_MIB_PER_SECOND,
                    "docs/cost.md#objects-above-5-gib");
            awaitExecutions(Duration.ofMinutes(1));
            return bytes + " bytes, " + statuses();
        });
        checks.onAwsOnly(
                "an object that is overwritten while the workflow copies it arrives as the newer one; ranges that fail"
                        + " are not in ExecutionsFailed",
                "the newer one, 0 failed",
                "the emulator does not pass on the name of a function's error, so that the workflow does not start"
                        + " over",
                () -> overwritten(mebibytes));
    }

    private String overwritten(int mebibytes) {
        Accounts accounts = deployment.accounts();
        deployment.putInParts(OVERWRITTEN, mebibytes);
        accounts.until(Duration.ofMinutes(5), () -> statuses().contains(ExecutionStatus.RUNNING));
        deployment.put(OVERWRITTEN);
        boolean newer = accounts.until(
                TIMEOUT,
                () -> deployment
                        .inTarget(OVERWRITTEN)
                        .filter(each -> each.contentLength() < MIB)
                        .isPresent());
        awaitExecutions(TIMEOUT);
        accounts.pauseOnAws(FunctionLog.UNTIL_METRICS);
        double failed =
                new FunctionLog(deployment).sum("AWS/States", "ExecutionsFailed", Map.of("StateMachineArn", machine()));
        return (newer ? "the newer one, " : "not the newer one, ") + (int) failed + " failed";
    }

    private void awaitExecutions(Duration timeout) {
        deployment.accounts().until(timeout, () -> !statuses().contains(ExecutionStatus.RUNNING));
    }

    private List<ExecutionStatus> statuses() {
        return deployment
                .accounts()
                .source()
                .stepFunctions()
                .listExecutionsPaginator(request -> request.stateMachineArn(machine()))
                .executions()
                .stream()
                .map(ExecutionListItem::status)
                .toList();
    }

    private String machine() {
        return deployment.source().get(StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN);
    }
}
