package org.allowput.ops.control;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.Operations;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.paginators.ListExecutionsIterable;

/**
 * The function behind its live alias, and whether it gets events. Lambda takes messages from the queue while the <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/API_UpdateEventSourceMapping.html">event source mapping</a> is
 * enabled; with the trigger {@code s3}, S3 also invokes the function directly, which only a reserved concurrency of
 * zero prevents: Lambda then <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html">sends each event to the
 * queue</a>.
 */
record QueueConsumer(LambdaClient lambda, StackOutputs outputs, Duration pollInterval) {
    private static final int MAX_POLLS = 90;

    static QueueConsumer of(DeployedStack stack) {
        return new QueueConsumer(stack.clients().build(LambdaClient.builder()), stack.outputs(), Duration.ofSeconds(2));
    }

    /** Of the version that is live. */
    GetFunctionConfigurationResponse configuration() {
        return lambda.getFunctionConfiguration(
                request -> request.functionName(outputs.get(StackOutput.FUNCTION_ALIAS_ARN)));
    }

    Optional<EventSourceMappingConfiguration> findMapping() {
        return lambda
                .listEventSourceMappings(request -> request.functionName(outputs.get(StackOutput.FUNCTION_ALIAS_ARN)))
                .eventSourceMappings()
                .stream()
                .findFirst();
    }

    /** @throws OperationException if there is none */
    EventSourceMappingConfiguration mapping() {
        return findMapping()
                .orElseThrow(() -> new OperationException("The alias "
                        + outputs.get(StackOutput.FUNCTION_ALIAS_ARN)
                        + " has no event source mapping, so no message is processed: somebody deleted it. Create it"
                        + " again with aws lambda create-event-source-mapping."));
    }

    /** Returns when Lambda takes no more messages. Invocations that have begun go on. */
    void pause() {
        setMapping(false);
        if (List.of(outputs.get(StackOutput.TRIGGERS).split(",", -1)).contains("s3")) {
            reserve("0");
        }
    }

    /** Returns when Lambda takes messages again. */
    void resume() {
        String function = outputs.get(StackOutput.FUNCTION_NAME);
        Integer reserved = lambda.getFunctionConcurrency(request -> request.functionName(function))
                .reservedConcurrentExecutions();
        if (reserved != null && reserved == 0) {
            outputs.find(StackOutput.RESERVED_CONCURRENCY)
                    .ifPresentOrElse(
                            this::reserve,
                            () -> lambda.deleteFunctionConcurrency(request -> request.functionName(function)));
        }
        setMapping(true);
    }

    /**
     * Returns when no execution of the workflow for large objects runs and, as long as the function is paused, none can
     * start. They have the only record of their events: when the state machine <a
     * href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html">is deleted</a>,
     * Step Functions ends them at their next transition.
     *
     * @param progress gets the number of those that run, whenever it has changed
     */
    void awaitCopies(SfnClient stepFunctions, InstantSource clock, LongConsumer progress) {
        String stateMachine =
                outputs.find(StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN).orElse("");
        // An invocation that had begun may still start executions.
        Instant end = clock.instant().plusSeconds(configuration().timeout());
        ListExecutionsIterable executions = stepFunctions.listExecutionsPaginator(
                request -> request.stateMachineArn(stateMachine).statusFilter(ExecutionStatus.RUNNING));
        long shown = -1;
        while (!stateMachine.isEmpty()) {
            long running = executions.executions().stream().count();
            if (running == 0 && !clock.instant().isBefore(end)) {
                return;
            }
            if (running != shown) {
                progress.accept(running);
                shown = running;
            }
            // They take minutes to days.
            LockSupport.parkNanos(pollInterval.multipliedBy(5).toNanos());
        }
    }

    private void reserve(String invocations) {
        lambda.putFunctionConcurrency(request -> request.functionName(outputs.get(StackOutput.FUNCTION_NAME))
                .reservedConcurrentExecutions(Integer.valueOf(invocations)));
    }

    private void setMapping(boolean enabled) {
        String uuid = mapping().uuid();
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
                        .formatted(uuid, state, wanted, Operations.typed("status")));
    }
}
