package org.allowput.ops.acceptance.check;

import static org.allowput.ops.aws.DeploymentStacks.SOURCE;
import static org.allowput.ops.aws.DeploymentStacks.TARGET;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.allowput.ops.acceptance.deploy.Accounts;
import org.allowput.ops.acceptance.deploy.Deployment;
import org.allowput.ops.acceptance.deploy.OwnStacks;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.LiveAlias;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3control.model.JobDescriptor;
import software.amazon.awssdk.services.s3control.model.JobStatus;

/** The options that only the CDK deploys. */
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
                    FunctionConfiguration live = alias.find(alias.version()).orElseThrow();
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
}
