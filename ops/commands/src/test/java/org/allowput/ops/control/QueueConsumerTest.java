package org.allowput.ops.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.allowput.ops.aws.LiveAlias;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.queue.FakeClient;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsRequest;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingResponse;

/** The order of requests, and states between that the emulator's mappings do not have. */
class QueueConsumerTest {
    private final RecordedLambda lambda = new RecordedLambda();

    @Test
    void aPauseWaitsUntilLambdaTakesNoMoreMessages() {
        lambda.states.addAll(List.of("Disabling", "Disabling", "Disabled"));

        processing(false, Optional.empty()).pause();

        assertThat(lambda.requests).containsExactly("mapping false");
        assertThat(lambda.states).isEmpty();
    }

    @Test
    void aFunctionThatS3InvokesIsAlsoThrottled() {
        lambda.states.add("Disabled");

        processing(true, Optional.empty()).pause();

        assertThat(lambda.requests).containsExactly("mapping false", "concurrency 0");
    }

    @Test
    void resumingRestoresTheDeployedConcurrency() {
        lambda.concurrency = 0;
        lambda.states.addAll(List.of("Enabling", "Enabled"));

        processing(true, Optional.of(20)).resume();

        assertThat(lambda.requests).containsExactly("concurrency 20", "mapping true");
    }

    @Test
    void withoutADeployedConcurrencyTheLimitIsRemoved() {
        lambda.concurrency = 0;
        lambda.states.add("Enabled");

        processing(true, Optional.empty()).resume();

        assertThat(lambda.requests).containsExactly("no concurrency", "mapping true");
    }

    @Test
    void anotherConcurrencyIsNotChanged() {
        lambda.concurrency = 5;
        lambda.states.add("Enabled");

        processing(false, Optional.of(20)).resume();

        assertThat(lambda.requests).containsExactly("mapping true");
    }

    @Test
    void aMappingThatDoesNotChangeIsReported() {
        assertThatExceptionOfType(OperationException.class)
                .isThrownBy(() -> processing(false, Optional.empty()).pause())
                .withMessage("The event source mapping uuid is Disabling, and was expected to be Disabled by now: run"
                        + " bin/status until it is.");
    }

    private QueueConsumer processing(boolean invokedByS3, Optional<Integer> reserved) {
        return new QueueConsumer(
                lambda, new LiveAlias(lambda, "f", "arn:f:live"), invokedByS3, reserved, Duration.ZERO);
    }

    private static final class RecordedLambda implements LambdaClient, FakeClient {
        private final List<String> requests = new ArrayList<>();
        private final Deque<String> states = new ArrayDeque<>();
        private int concurrency = -1;

        @Override
        public ListEventSourceMappingsResponse listEventSourceMappings(ListEventSourceMappingsRequest request) {
            assertThat(request.functionName()).isEqualTo("arn:f:live");
            return ListEventSourceMappingsResponse.builder()
                    .eventSourceMappings(EventSourceMappingConfiguration.builder()
                            .uuid("uuid")
                            .build())
                    .build();
        }

        @Override
        public UpdateEventSourceMappingResponse updateEventSourceMapping(UpdateEventSourceMappingRequest request) {
            requests.add("mapping " + request.enabled());
            return UpdateEventSourceMappingResponse.builder().build();
        }

        @Override
        public GetEventSourceMappingResponse getEventSourceMapping(GetEventSourceMappingRequest request) {
            return GetEventSourceMappingResponse.builder()
                    .state(states.isEmpty() ? "Disabling" : states.remove())
                    .build();
        }

        @Override
        public PutFunctionConcurrencyResponse putFunctionConcurrency(PutFunctionConcurrencyRequest request) {
            requests.add("concurrency " + request.reservedConcurrentExecutions());
            return PutFunctionConcurrencyResponse.builder().build();
        }

        @Override
        public DeleteFunctionConcurrencyResponse deleteFunctionConcurrency(DeleteFunctionConcurrencyRequest request) {
            requests.add("no concurrency");
            return DeleteFunctionConcurrencyResponse.builder().build();
        }

        @Override
        public GetFunctionConcurrencyResponse getFunctionConcurrency(GetFunctionConcurrencyRequest request) {
            return GetFunctionConcurrencyResponse.builder()
                    .reservedConcurrentExecutions(concurrency < 0 ? null : concurrency)
                    .build();
        }
    }
}
