package org.allowput.ops.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.FakeAws;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.OperationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsRequest;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingResponse;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.ListExecutionsRequest;
import software.amazon.awssdk.services.sfn.model.ListExecutionsResponse;

/** The order of requests, and states between that the emulator's mappings do not have. */
class QueueConsumerTest {
    private final List<String> requests = new ArrayList<>();
    private final Deque<String> states = new ArrayDeque<>();
    private @Nullable Integer concurrency;
    private int timeout;
    private final Deque<Integer> running = new ArrayDeque<>();
    private final List<Long> shown = new ArrayList<>();
    /** Each list of executions takes a second. */
    private Instant now = Instant.EPOCH;

    @Test
    void aPauseWaitsUntilLambdaTakesNoMoreMessages() {
        states.addAll(List.of("Disabling", "Disabling", "Disabled"));

        processing(false, null).pause();

        assertThat(requests).containsExactly("mapping false");
        assertThat(states).isEmpty();
    }

    @Test
    void aFunctionThatS3InvokesIsAlsoThrottled() {
        states.add("Disabled");

        processing(true, null).pause();

        assertThat(requests).containsExactly("mapping false", "concurrency 0");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 20, concurrency 20; mapping true",
        "0, , no concurrency; mapping true",
        "5, 20, mapping true",
        ", 20, mapping true"
    })
    void resumingRestoresTheDeployedConcurrencyIfItIsZero(
            @Nullable Integer seen, @Nullable Integer deployed, String expected) {
        concurrency = seen;
        states.addAll(List.of("Enabling", "Enabled"));

        processing(true, deployed).resume();

        assertThat(String.join("; ", requests)).isEqualTo(expected);
    }

    @Test
    void aMappingThatDoesNotChangeIsReported() {
        assertThatExceptionOfType(OperationException.class)
                .isThrownBy(() -> processing(false, null).pause())
                .withMessage("The event source mapping uuid is Disabling, and was expected to be Disabled by now: run"
                        + " bin/status until it is.");
    }

    private QueueConsumer processing(boolean invokedByS3, @Nullable Integer reserved) {
        LambdaClient client = new FakeAws()
                .answer(ListEventSourceMappingsRequest.class, request -> {
                    assertThat(request.functionName()).isEqualTo("arn:f:live");
                    return ListEventSourceMappingsResponse.builder()
                            .eventSourceMappings(EventSourceMappingConfiguration.builder()
                                    .uuid("uuid")
                                    .build())
                            .build();
                })
                .answer(
                        GetFunctionConfigurationRequest.class,
                        request -> GetFunctionConfigurationResponse.builder()
                                .timeout(timeout)
                                .build())
                .answer(UpdateEventSourceMappingRequest.class, request -> {
                    requests.add("mapping " + request.enabled());
                    return UpdateEventSourceMappingResponse.builder().build();
                })
                .answer(
                        GetEventSourceMappingRequest.class,
                        request -> GetEventSourceMappingResponse.builder()
                                .state(states.isEmpty() ? "Disabling" : states.remove())
                                .build())
                .answer(PutFunctionConcurrencyRequest.class, request -> {
                    requests.add("concurrency " + request.reservedConcurrentExecutions());
                    return PutFunctionConcurrencyResponse.builder().build();
                })
                .answer(DeleteFunctionConcurrencyRequest.class, request -> {
                    requests.add("no concurrency");
                    return DeleteFunctionConcurrencyResponse.builder().build();
                })
                .answer(
                        GetFunctionConcurrencyRequest.class,
                        request -> GetFunctionConcurrencyResponse.builder()
                                .reservedConcurrentExecutions(concurrency)
                                .build())
                .client(LambdaClient.class);
        Map<String, String> outputs = new TreeMap<>();
        outputs.put(StackOutput.FUNCTION_NAME.id(), "f");
        outputs.put(StackOutput.FUNCTION_ALIAS_ARN.id(), "arn:f:live");
        outputs.put(StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN.id(), "arn");
        outputs.put(StackOutput.TRIGGERS.id(), invokedByS3 ? "sqs,s3" : "sqs");
        if (reserved != null) {
            outputs.put(StackOutput.RESERVED_CONCURRENCY.id(), reserved.toString());
        }
        return new QueueConsumer(client, new StackOutputs("S", outputs), Duration.ZERO);
    }

    @Test
    void aPauseOfLargeObjectsWaitsUntilNoCopyRunsAndShowsEachChange() {
        running.addAll(List.of(2, 2, 1, 0));

        await(0);

        assertThat(running).isEmpty();
        assertThat(shown).containsExactly(2L, 1L);
    }

    /** An invocation that had begun before the pause can still start an execution. */
    @Test
    void itWaitsForTheLongestInvocationThoughNoCopyRuns() {
        running.addAll(List.of(0, 0, 1, 0, 0));

        await(5);

        assertThat(running).isEmpty();
        assertThat(shown).containsExactly(0L, 1L, 0L);
    }

    private void await(int longestInvocation) {
        timeout = longestInvocation;
        InstantSource clock = () -> now;
        SfnClient stepFunctions = new FakeAws()
                .answer(ListExecutionsRequest.class, request -> {
                    assertThat(request.stateMachineArn()).isEqualTo("arn");
                    assertThat(request.statusFilter()).isEqualTo(ExecutionStatus.RUNNING);
                    now = now.plusSeconds(1);
                    return ListExecutionsResponse.builder()
                            .executions(Collections.nCopies(
                                    running.removeFirst(),
                                    ExecutionListItem.builder().build()))
                            .build();
                })
                .client(SfnClient.class);
        processing(false, null).awaitCopies(stepFunctions, clock, shown::add);
    }
}
