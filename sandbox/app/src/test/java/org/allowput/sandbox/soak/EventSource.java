package org.allowput.sandbox.soak;

import org.allowput.contract.StackOutput;
import org.allowput.sandbox.Sandbox;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** What hands messages to the function: its event source mapping. */
record EventSource(Sandbox sandbox) {
    void pause() {
        enable(false);
    }

    void resume() {
        enable(true);
    }

    private void enable(boolean enabled) {
        LambdaClient lambda = sandbox.source().lambda();
        lambda.listEventSourceMappings().eventSourceMappings().stream()
                .filter(mapping -> mapping.functionArn().contains(sandbox.output(StackOutput.FUNCTION_NAME)))
                .forEach(mapping -> lambda.updateEventSourceMapping(
                        request -> request.uuid(mapping.uuid()).enabled(enabled)));
    }
}
