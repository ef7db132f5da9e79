package org.allowput.ops.control;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.LiveAlias;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.Program;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * Whether the function gets events. Lambda takes messages from the queue while the event source mapping is enabled;
 * with the trigger {@code s3}, S3 also invokes the function directly, which only a reserved concurrency of zero
 * prevents: Lambda then sends each event to the queue.
 *
 * @param reservedConcurrency of the deployed function; empty for none
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/API_UpdateEventSourceMapping.html">
 *     UpdateEventSourceMapping</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html">Retaining records of
 *     asynchronous invocations</a>
 */
record QueueConsumer(
        LambdaClient lambda,
        LiveAlias alias,
        boolean isInvokedByS3,
        Optional<Integer> reservedConcurrency,
        Duration pollInterval) {
    private static final int MAX_POLLS = 90;

    static QueueConsumer of(DeployedStack stack) {
        String triggers = stack.outputs().get(StackOutput.TRIGGERS);
        return new QueueConsumer(
                stack.clients().lambda(),
                LiveAlias.of(stack),
                Arrays.asList(triggers.split(",", -1)).contains("s3"),
                stack.outputs().find(StackOutput.RESERVED_CONCURRENCY).map(Integer::parseInt),
                Duration.ofSeconds(2));
    }

    /** Returns when Lambda takes no more messages. Invocations that have begun go on. */
    void pause() {
        setMapping(false);
        if (isInvokedByS3) {
            lambda.putFunctionConcurrency(
                    request -> request.functionName(alias.function()).reservedConcurrentExecutions(0));
        }
    }

    /** Returns when Lambda takes messages again. */
    void resume() {
        Integer reserved = lambda.getFunctionConcurrency(request -> request.functionName(alias.function()))
                .reservedConcurrentExecutions();
        if (reserved != null && reserved == 0) {
            reservedConcurrency.ifPresentOrElse(
                    deployed -> lambda.putFunctionConcurrency(
                            request -> request.functionName(alias.function()).reservedConcurrentExecutions(deployed)),
                    () -> lambda.deleteFunctionConcurrency(request -> request.functionName(alias.function())));
        }
        setMapping(true);
    }

    private void setMapping(boolean enabled) {
        String uuid = alias.mapping().uuid();
        String wanted = enabled ? "Enabled" : "Disabled";
        lambda.updateEventSourceMapping(request -> request.uuid(uuid).enabled(enabled));
        String state = "";
        for (int poll = 0; poll < MAX_POLLS; poll++) {
            state = lambda.getEventSourceMapping(request -> request.uuid(uuid)).state();
            if (wanted.equals(state)) {
                return;
            }
            LockSupport.parkNanos(pollInterval.toNanos());
        }
        throw new OperationException(
                "The event source mapping %s is %s, and was expected to be %s by now: run %s until it is."
                        .formatted(uuid, state, wanted, Program.command("status")));
    }
}
