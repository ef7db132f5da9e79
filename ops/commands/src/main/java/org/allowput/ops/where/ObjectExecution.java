package org.allowput.ops.where;

import java.time.Instant;
import java.util.Optional;
import org.allowput.contract.LogField;
import org.allowput.contract.StackOutput;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.large.ExecutionName;
import org.allowput.contract.object.SourceState;
import org.allowput.ops.aws.DeployedStack;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * The latest execution of the workflow for large objects that copies an object.
 *
 * @param progress while it runs
 */
record ObjectExecution(DescribeExecutionResponse execution, Optional<CopyProgress> progress) {
    /** Attempts at one version that are looked for. */
    private static final int MOST_ATTEMPTS = 100;

    /**
     * By the name that the creation of this version gives it, or else by the log: that of a tag or of a job has a name
     * that the object does not tell.
     *
     * @param logged the last line of the log, which may name an execution
     */
    static Optional<ObjectExecution> find(
            DeployedStack stack,
            String stateMachine,
            Optional<SourceState> version,
            String key,
            Optional<ObjectLog.Line> logged) {
        SfnClient stepFunctions = stack.clients().stepFunctions();
        String bucket = stack.outputs().get(StackOutput.SOURCE_BUCKET_NAME);
        Optional<DescribeExecutionResponse> latest = logged.map(line -> line.text(LogField.EXECUTION))
                .filter(arn -> !arn.isEmpty())
                .flatMap(arn -> describe(stepFunctions, arn));
        if (version.isPresent()) {
            ChangeEvent event = new ChangeEvent(ChangeEvent.Kind.CREATED, "ObjectCreated:Put", bucket, key, null);
            for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
                String name = ExecutionName.of(event, version.get().fingerprint());
                Optional<DescribeExecutionResponse> next =
                        describe(stepFunctions, ExecutionName.arn(stateMachine, name));
                if (next.isEmpty()) {
                    break;
                }
                latest = next;
                event = event.next();
            }
        }
        return latest.map(found -> new ObjectExecution(
                found,
                found.status() == ExecutionStatus.RUNNING
                        ? CopyProgress.of(
                                stack.clients().s3(),
                                stack.outputs().get(StackOutput.LARGE_OBJECTS_BUCKET_NAME),
                                found.name())
                        : Optional.empty()));
    }

    private static Optional<DescribeExecutionResponse> describe(SfnClient stepFunctions, String arn) {
        try {
            return Optional.of(stepFunctions.describeExecution(request -> request.executionArn(arn)));
        } catch (ExecutionDoesNotExistException e) {
            return Optional.empty();
        }
    }

    boolean isRunning() {
        return execution.status() == ExecutionStatus.RUNNING;
    }

    /** When it ended; empty if it runs or has failed. */
    Optional<Instant> succeeded() {
        return execution.status() == ExecutionStatus.SUCCEEDED
                ? Optional.ofNullable(execution.stopDate())
                : Optional.empty();
    }

    String text() {
        return "%s %s%s, %s"
                .formatted(
                        execution.statusAsString(),
                        isRunning() ? "since " + execution.startDate() : "at " + execution.stopDate(),
                        progress.map(known -> ": " + known.text()).orElse(""),
                        execution.executionArn());
    }
}
