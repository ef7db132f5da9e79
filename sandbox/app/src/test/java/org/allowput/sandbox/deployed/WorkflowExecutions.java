package org.allowput.sandbox.deployed;

import java.time.Duration;
import java.util.List;
import org.allowput.contract.StackOutput;
import org.allowput.contract.large.CopyPlan;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.S3Bucket;
import org.allowput.sandbox.acceptance.Deployment;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

record WorkflowExecutions(Deployment deployment) {
    List<ExecutionListItem> of(String key) {
        return deployment
                .source()
                .stepFunctions()
                .listExecutions(request ->
                        request.stateMachineArn(deployment.output(StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN)))
                .executions()
                .stream()
                .filter(execution -> execution.name().startsWith(key + "-"))
                .toList();
    }

    /** Waits until there are so many of a key and all have ended; gives how. */
    List<ExecutionStatus> awaitEnded(String key, int count, Duration timeout) {
        return Eventually.until(
                timeout,
                count + " executions for " + key + " have ended",
                () -> of(key).stream().map(ExecutionListItem::status).toList(),
                found -> found.size() == count && !found.contains(ExecutionStatus.RUNNING));
    }

    /** Keys of the results that the ranges of an object have. */
    List<String> ranges(String key) {
        return documents(key).stream()
                .filter(document -> document.contains("/ranges/"))
                .toList();
    }

    List<String> documents(String key) {
        return new S3Bucket(deployment.source(), deployment.output(StackOutput.OPERATIONS_BUCKET_NAME))
                .keys(CopyPlan.PREFIX + key);
    }
}
