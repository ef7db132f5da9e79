package org.allowput.ops.where;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.allowput.contract.StackOutput;
import org.allowput.contract.large.CopyPlan;
import org.allowput.ops.aws.DeployedStack;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * The execution of the workflow for large objects that copies an object.
 *
 * @param succeeded when it ended; empty if it runs or has failed
 */
record ObjectExecution(boolean isRunning, Optional<Instant> succeeded, String text) {
    /** Empty if Step Functions has forgotten it, 90 days after its end. */
    static Optional<ObjectExecution> find(DeployedStack stack, String arn) {
        try {
            DescribeExecutionResponse execution =
                    stack.clients().stepFunctions().describeExecution(request -> request.executionArn(arn));
            boolean runs = execution.status() == ExecutionStatus.RUNNING;
            String time = runs
                    ? "since " + execution.startDate() + progress(stack, execution.name())
                    : "at " + execution.stopDate();
            return Optional.of(new ObjectExecution(
                    runs,
                    Optional.ofNullable(execution.stopDate())
                            .filter(end -> execution.status() == ExecutionStatus.SUCCEEDED),
                    "%s %s, %s".formatted(execution.statusAsString(), time, arn)));
        } catch (ExecutionDoesNotExistException e) {
            return Optional.empty();
        }
    }

    /** By the results that its ranges have stored; empty if it has not begun to copy. */
    private static String progress(DeployedStack stack, String execution) {
        S3Client s3 = stack.clients().s3();
        String bucket = stack.outputs().get(StackOutput.OPERATIONS_BUCKET_NAME);
        List<String> keys = s3
                .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(CopyPlan.documents(execution)))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
        return keys.stream()
                .filter(key -> key.endsWith(CopyPlan.KEY_END))
                .reduce((round, later) -> later)
                .map(key -> CopyPlan.read(
                        s3.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                                .asByteArray()))
                .map(plan -> ": %d of %d ranges of %,d bytes"
                        .formatted(
                                keys.stream()
                                        .filter(key -> key.startsWith(plan.rangeResults()))
                                        .count(),
                                plan.ranges(),
                                plan.rangeBytes()))
                .orElse("");
    }
}
