package org.allowput.sandbox.deployed;

import java.io.IOException;
import java.nio.file.Files;
import java.util.function.Consumer;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.local.Checkout;
import org.allowput.sandbox.Sandbox;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;

/** What the alias {@code live} of the function points at, as account B's administrator changes it. */
public record LiveFunction(Sandbox sandbox) {
    /** Publishes a version that differs in this, points the alias at it, and waits until it has started. */
    public void publish(Consumer<UpdateFunctionConfigurationRequest.Builder> change) throws IOException {
        LambdaClient lambda = sandbox.source().lambda();
        String name = sandbox.output(StackOutput.FUNCTION_NAME);
        lambda.updateFunctionConfiguration(request -> {
            request.functionName(name);
            change.accept(request);
        });
        String version =
                lambda.publishVersion(request -> request.functionName(name)).version();
        lambda.updateAlias(request -> request.functionName(name).name("live").functionVersion(version));
        sandbox.invoke(Files.readString(Checkout.current().root().resolve("events/s3-test-event.json")));
    }

    /** Publishes a version that differs in its description only. */
    public void startAnew() throws IOException {
        publish(request -> request.description("anew at " + System.nanoTime()));
    }
}
