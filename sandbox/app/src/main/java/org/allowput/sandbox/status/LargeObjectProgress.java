package org.allowput.sandbox.status;

import java.util.List;
import org.allowput.contract.StackOutput;
import org.allowput.ops.where.CopyProgress;
import org.allowput.sandbox.Sandbox;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** How far the copies of large objects are. */
public final class LargeObjectProgress {
    private LargeObjectProgress() {}

    /** Of each execution that runs and has begun to copy; none where the workflow is not deployed. */
    public static List<CopyProgress> of(Sandbox sandbox) {
        return sandbox.optionalOutput(StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN).stream()
                .flatMap(workflow -> sandbox
                        .source()
                        .stepFunctions()
                        .listExecutionsPaginator(
                                request -> request.stateMachineArn(workflow).statusFilter(ExecutionStatus.RUNNING))
                        .executions()
                        .stream())
                .flatMap(execution -> CopyProgress.of(
                        sandbox.source().s3(), sandbox.output(StackOutput.LARGE_OBJECTS_BUCKET_NAME), execution.name())
                        .stream())
                .toList();
    }
}
