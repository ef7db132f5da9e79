package org.allowput.ops.backfill;

import java.time.Instant;
import java.util.Map;
import org.allowput.contract.json.JsonDocuments;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.ShellWord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.s3control.model.CreateJobRequest;

@Command(name = "backfill")
public class BackfillCommand extends StackCommand {
    /** Jobs with a higher number run first. */
    private static final int PRIORITY = 10;

    @Option(names = "--create", description = "Creates the job. Without it the job is only printed.")
    private boolean create;

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            description = "Only keys that begin with this. Default: the prefix that all patterns of keys.include have.")
    private @Nullable String prefix;

    @Option(
            names = "--created-after",
            paramLabel = "TIME",
            description = "Only objects created after that time: 1d, 2026-01-31, 2026-01-31T00:00:00Z.")
    private @Nullable Instant createdAfter;

    @Option(names = "--created-before", paramLabel = "TIME", description = "Only objects created before that time.")
    private @Nullable Instant createdBefore;

    @Option(
            names = "--no-confirmation",
            description = "The job starts without waiting for a confirmation in the console or by"
                    + " aws s3control update-job-status --requested-job-status Ready.")
    private boolean noConfirmation;

    @Override
    protected int run(DeployedStack deployed) {
        CreateJobRequest request = new BackfillJob(prefix, createdAfter, createdBefore)
                .request(deployed.outputs()).toBuilder()
                        .priority(PRIORITY)
                        .confirmationRequired(!noConfirmation)
                        .build();
        if (!create) {
            Map<String, Object> job = BackfillJob.fields(request);
            output.print(
                    job, "aws s3control create-job --cli-input-json " + ShellWord.of(JsonDocuments.line(job)) + "\n");
            return ExitStatus.OK.code();
        }
        String jobId = deployed.clients().s3Control().createJob(request).jobId();
        String next = noConfirmation
                ? "starts by itself."
                : "waits for your confirmation: aws s3control update-job-status --account-id " + request.accountId()
                        + " --job-id " + jobId + " --requested-job-status Ready";
        output.print(Map.of("jobId", jobId), "Job " + jobId + " was created and " + next + "\n");
        return ExitStatus.OK.code();
    }

    @Override
    protected void check() {
        if (createdAfter != null && createdBefore != null && !createdAfter.isBefore(createdBefore)) {
            throw wrong("No object is created after " + createdAfter + " and before " + createdBefore
                    + ": --created-after must be the earlier time.");
        }
        if (createdAfter != null && createdAfter.isAfter(Instant.now())) {
            throw wrong("--created-after " + createdAfter
                    + " is in the future, so no object qualifies: choose an earlier time.");
        }
    }
}
