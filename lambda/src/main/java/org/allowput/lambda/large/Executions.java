package org.allowput.lambda.large;

import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.events.ChangeEvent;
import org.allowput.lambda.events.StoredEvent;
import org.allowput.lambda.failure.WorkflowException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;

/** Starts executions of the workflow. */
public final class Executions {
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
     * Starts the execution that copies an object, unless there is one for the same version and attempt already: it is
     * responsible then, whether it runs or has ended. If it failed, it has sent the event to the dead-letter queue, for
     * another attempt.
     */
    public Outcome.HandedOver start(ChangeEvent event, Outcome.Large object) {
        String name = ExecutionName.of(event, object.version());
        try {
            client.startExecution(request ->
                    request.stateMachineArn(stateMachine).name(name).input(StoredEvent.write(event, region())));
        } catch (ExecutionAlreadyExistsException e) {
            // Handed over before.
        } catch (SdkException e) {
            throw new WorkflowException(e);
        }
        return new Outcome.HandedOver(
                object.bytes(), stateMachine.replace(":stateMachine:", ":execution:") + ":" + name);
    }

    private String region() {
        return stateMachine.split(":", -1)[3];
    }
}
