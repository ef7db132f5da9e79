package org.allowput.lambda.large;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.ChangeEvent.Kind;
import org.allowput.contract.event.StoredEvent;
import org.allowput.lambda.copy.CopyResult.TooLarge;
import org.allowput.lambda.failure.WorkflowException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionRequest;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;

/** Which execution answers an event, where a name is used up also if its execution failed. */
class ExecutionsTest {
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final TooLarge OBJECT = new TooLarge(6L << 30, "v1");

    private final StepFunctions stepFunctions = new StepFunctions();
    private final Executions executions = new Executions(
            stepFunctions, "arn:aws:states:us-east-1:222222222222:stateMachine:ReplicateObjects-large-objects");

    @ParameterizedTest
    @EnumSource(names = {"RUNNING", "SUCCEEDED", "PENDING_REDRIVE"})
    void aRepeatedEventIsAnsweredByAnExecutionThatRunsOrHasSucceeded(ExecutionStatus status) {
        String first = start(ChangeEvent.Attempt.FIRST);
        stepFunctions.end(first, status);

        assertThat(start(ChangeEvent.Attempt.FIRST)).isEqualTo(first);
        assertThat(stepFunctions.inputs).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILED", "TIMED_OUT", "ABORTED"})
    void anExecutionThatEndedOtherwiseIsFollowedByTheNextAttempt(ExecutionStatus status) {
        String first = start(ChangeEvent.Attempt.FIRST);
        stepFunctions.end(first, status);

        String second = start(ChangeEvent.Attempt.FIRST);

        assertThat(second).isNotEqualTo(first);
        assertThat(executions.start(redriven(first), OBJECT).execution())
                .as("that of its dead letter, which is redriven later")
                .isEqualTo(second);
    }

    /** The copy was deleted in the target bucket, or its receipt was not written. */
    @Test
    void whatAComparisonAsksForIsCopiedAgainThoughItsCopySucceeded() {
        List<String> started = new ArrayList<>();
        started.add(start(ChangeEvent.Attempt.FIRST));
        for (String run : List.of("reconcile monday", "reconcile tuesday")) {
            stepFunctions.end(started.getLast(), ExecutionStatus.SUCCEEDED);
            started.add(start(new ChangeEvent.Attempt(run, 1)));
        }

        assertThat(started).hasSize(3).doesNotHaveDuplicates();
        stepFunctions.end(started.getLast(), ExecutionStatus.SUCCEEDED);
        assertThat(start(new ChangeEvent.Attempt("reconcile tuesday", 1)))
                .as("the same message, delivered twice")
                .isEqualTo(started.getLast());
    }

    @Test
    void whatAComparisonAsksForIsNotCopiedTwiceAtATime() {
        String first = start(ChangeEvent.Attempt.FIRST);

        assertThat(start(new ChangeEvent.Attempt("reconcile monday", 1))).isEqualTo(first);
    }

    @Test
    void aNameThatIsNotYetKnownEverywhereIsRetried() {
        start(ChangeEvent.Attempt.FIRST);
        stepFunctions.statuses.clear();

        assertThatThrownBy(() -> start(ChangeEvent.Attempt.FIRST)).isInstanceOf(WorkflowException.class);
    }

    private String start(ChangeEvent.Attempt attempt) {
        return executions.start(event(attempt), OBJECT).execution();
    }

    private ChangeEvent redriven(String execution) {
        return StoredEvent.read(Objects.requireNonNull(stepFunctions.inputs.get(execution)));
    }

    private static ChangeEvent event(ChangeEvent.Attempt attempt) {
        return new ChangeEvent(Kind.CREATED, "ObjectCreated:Put", "source-bucket", "a", TIME, attempt);
    }

    private static final class StepFunctions implements SfnClient {
        private final Map<String, String> inputs = new LinkedHashMap<>();
        private final Map<String, ExecutionStatus> statuses = new LinkedHashMap<>();

        void end(String execution, ExecutionStatus status) {
            statuses.put(execution, status);
        }

        @Override
        public StartExecutionResponse startExecution(StartExecutionRequest request) {
            String arn = request.stateMachineArn().replace(":stateMachine:", ":execution:") + ":" + request.name();
            if (inputs.putIfAbsent(arn, request.input()) != null) {
                throw ExecutionAlreadyExistsException.builder().build();
            }
            statuses.put(arn, ExecutionStatus.RUNNING);
            return StartExecutionResponse.builder().executionArn(arn).build();
        }

        @Override
        public DescribeExecutionResponse describeExecution(DescribeExecutionRequest request) {
            ExecutionStatus status = statuses.get(request.executionArn());
            if (status == null) {
                throw ExecutionDoesNotExistException.builder().build();
            }
            return DescribeExecutionResponse.builder()
                    .status(status)
                    .input(inputs.get(request.executionArn()))
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
