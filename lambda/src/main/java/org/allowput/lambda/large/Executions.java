package org.allowput.lambda.large;

import java.util.Objects;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.StoredEvent;
import org.allowput.contract.large.ExecutionName;
import org.allowput.lambda.copy.CopyResult.TooLarge;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.failure.WorkflowException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;

/**
 * Starts executions of the Step Functions workflow that copies large objects: one per object version, however many
 * events ask for it.
 */
public class Executions {
    /** At one version of an object, within the 90 days of a name. */
    private static final int MOST_ATTEMPTS = 1000;

    private final SfnClient client;
    private final String stateMachine;

    /**
     * @param client with the function's own credentials
     * @param stateMachine ARN of the workflow
     */
    public Executions(SfnClient client, String stateMachine) {
        this.client = client;
        this.stateMachine = stateMachine;
    }

    /**
     * Starts the execution that copies an object, unless there is one already that answers the event: one that runs, or
     * has succeeded. A name is used up for 90 days, so an execution that ended otherwise is followed by the next
     * attempt.
     *
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html">
     *     StartExecution</a>
     */
    public Outcome.WorkflowStarted start(ChangeEvent event, TooLarge object) {
        ChangeEvent attempt = event;
        for (int tried = 0; tried < MOST_ATTEMPTS; tried++) {
            String name = ExecutionName.of(attempt, object.version());
            String arn = ExecutionName.arn(stateMachine, name);
            try {
                if (starts(name, attempt) || answers(arn, event)) {
                    return new Outcome.WorkflowStarted(object.bytes(), arn);
                }
            } catch (SdkException e) {
                throw new WorkflowException(e);
            }
            attempt = attempt.next();
        }
        throw new IllegalStateException(MOST_ATTEMPTS + " executions for one version of the object have ended");
    }

    private boolean starts(String name, ChangeEvent attempt) {
        try {
            client.startExecution(request ->
                    request.stateMachineArn(stateMachine).name(name).input(StoredEvent.write(attempt, region())));
            return true;
        } catch (ExecutionAlreadyExistsException e) {
            return false;
        }
    }

    /** What has succeeded is asked for again by a comparison, unless that was what this comparison has asked for. */
    private boolean answers(String arn, ChangeEvent event) {
        DescribeExecutionResponse execution = client.describeExecution(request -> request.executionArn(arn));
        return switch (execution.status()) {
            case RUNNING, PENDING_REDRIVE -> true;
            case SUCCEEDED ->
                !event.attempt().isRequeue()
                        || StoredEvent.read(Objects.requireNonNull(execution.input()))
                                .attempt()
                                .job()
                                .equals(event.attempt().job());
            case FAILED, TIMED_OUT, ABORTED, UNKNOWN_TO_SDK_VERSION -> false;
        };
    }

    private String region() {
        return stateMachine.split(":", -1)[3];
    }
}
