package org.allowput.ops.control;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * The executions of the workflow for large objects, which have the only record of their events. When the state machine
 * <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html">is deleted</a>,
 * Step Functions ends them at their next transition.
 */
record RunningCopies(SfnClient stepFunctions, String stateMachine, InstantSource clock, Duration pollInterval) {
    /**
     * Returns when no execution runs and, as long as the function is paused, none can start.
     *
     * @param longest invocation of the function, which may still start executions
     * @param progress gets the number of those that run, whenever it has changed
     */
    void await(Duration longest, LongConsumer progress) {
        long end = clock.millis() + longest.toMillis();
        long shown = -1;
        long running = count();
        while (running > 0 || clock.millis() < end) {
            if (running != shown) {
                progress.accept(running);
                shown = running;
            }
            LockSupport.parkNanos(pollInterval.toNanos());
            running = count();
        }
    }

    private long count() {
        return stepFunctions
                .listExecutionsPaginator(
                        request -> request.stateMachineArn(stateMachine).statusFilter(ExecutionStatus.RUNNING))
                .executions()
                .stream()
                .count();
    }
}
