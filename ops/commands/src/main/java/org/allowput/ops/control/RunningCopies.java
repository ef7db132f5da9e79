package org.allowput.ops.control;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.LiveAlias;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * The executions of the workflow for large objects, which have the only record of their events. When the state machine
 * is deleted, Step Functions ends them at their next transition.
 *
 * @param longest invocation of the function, which may still start executions
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html">
 *     DeleteStateMachine</a>
 */
record RunningCopies(
        SfnClient stepFunctions, String stateMachine, Duration longest, InstantSource clock, Duration pollInterval) {
    static RunningCopies of(DeployedStack stack, String stateMachine) {
        return new RunningCopies(
                stack.clients().stepFunctions(),
                stateMachine,
                Duration.ofSeconds(LiveAlias.of(stack).configuration().timeout()),
                InstantSource.system(),
                Duration.ofSeconds(10));
    }

    /**
     * Returns when no execution runs and, as long as the function is paused, none can start.
     *
     * @param progress gets the number of those that run, whenever it has changed
     */
    void await(LongConsumer progress) {
        Instant lastInvocation = clock.instant().plus(longest);
        long shown = -1;
        long running = count();
        while (running > 0 || clock.instant().isBefore(lastInvocation)) {
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
