package org.allowput.ops.backfill;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.s3control.model.CreateJobRequest;

/** Which objects a job copies, and how it starts. */
public final class BackfillOptions {
    @Option(names = "--create", description = "Creates the job. Without it the job is only printed.")
    private boolean create;

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            description = "Only keys that begin with this; may be repeated. Default: keys.includePrefix of the stack.")
    private List<String> prefixes = List.of();

    @Option(
            names = "--created-after",
            paramLabel = "TIME",
            description = "Only objects created after that time, such as 2026-01-31T00:00:00Z.")
    private @Nullable Instant createdAfter;

    @Option(names = "--created-before", paramLabel = "TIME", description = "Only objects created before that time.")
    private @Nullable Instant createdBefore;

    @Option(
            names = "--priority",
            paramLabel = "N",
            defaultValue = "10",
            description = "Jobs with a higher number run first. Default: ${DEFAULT-VALUE}.")
    private int priority;

    @Option(
            names = "--no-confirmation",
            description = "The job starts without waiting for a confirmation in the console or by"
                    + " aws s3control update-job-status --requested-job-status Ready.")
    private boolean noConfirmation;

    /** Prints or creates the job and returns the exit code. */
    public int run(DeployedStack stack, Output output) {
        requireTimes(Instant.now());
        CreateJobRequest request = new BackfillJob(prefixes, createdAfter, createdBefore)
                .request(stack.outputs()).toBuilder()
                        .priority(priority)
                        .confirmationRequired(!noConfirmation)
                        .build();
        if (!create) {
            output.print(
                    PrintedRequest.fields(request),
                    "aws s3control create-job --cli-input-json " + PrintedRequest.quoted(request) + "\n");
            return ExitStatus.OK.code();
        }
        String jobId = stack.clients().s3Control().createJob(request).jobId();
        String next = noConfirmation
                ? "starts by itself."
                : "waits for your confirmation: aws s3control update-job-status --account-id " + request.accountId()
                        + " --job-id " + jobId + " --requested-job-status Ready";
        output.print(Map.of("jobId", jobId), "Job " + jobId + " was created and " + next + "\n");
        return ExitStatus.OK.code();
    }

    private void requireTimes(Instant now) {
        if (createdAfter != null && createdBefore != null && !createdAfter.isBefore(createdBefore)) {
            throw new OperationException("No object is created after " + createdAfter + " and before " + createdBefore
                    + ": --created-after must be the earlier time.");
        }
        if (createdAfter != null && createdAfter.isAfter(now)) {
            throw new OperationException("--created-after " + createdAfter
                    + " is in the future, so no object qualifies: choose an earlier time.");
        }
    }
}
