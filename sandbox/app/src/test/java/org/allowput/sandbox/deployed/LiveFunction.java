package org.allowput.sandbox.deployed;

import java.io.IOException;
import java.nio.file.Files;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.local.Checkout;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.acceptance.Deployment;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.waiters.LambdaWaiter;

/** What the alias {@code live} of the function points at, as account B's administrator changes it. */
record LiveFunction(Deployment deployment) {
    LiveFunction(Sandbox sandbox) {
        this(Deployment.of(sandbox));
    }

    /** Publishes a version that differs in its description, points the alias at it, and waits until it has started. */
    void startAnew() throws IOException {
        String name = deployment.output(StackOutput.FUNCTION_NAME);
        String event = Files.readString(Checkout.current().root().resolve("events/s3-test-event.json"));
        LambdaClient lambda = deployment.source().lambda();
        try (LambdaWaiter waiter = lambda.waiter()) {
            lambda.updateFunctionConfiguration(
                    request -> request.functionName(name).description("anew at " + System.nanoTime()));
            waiter.waitUntilFunctionUpdatedV2(request -> request.functionName(name));
            String version =
                    lambda.publishVersion(request -> request.functionName(name)).version();
            waiter.waitUntilPublishedVersionActive(
                    request -> request.functionName(name).qualifier(version));
            lambda.updateAlias(
                    request -> request.functionName(name).name("live").functionVersion(version));
        }
        lambda.invoke(request -> request.functionName(name).qualifier("live").payload(SdkBytes.fromUtf8String(event)));
    }
}
