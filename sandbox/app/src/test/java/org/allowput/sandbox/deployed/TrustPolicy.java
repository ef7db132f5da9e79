package org.allowput.sandbox.deployed;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.local.Checkout;
import org.allowput.sandbox.acceptance.Deployment;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.waiters.LambdaWaiter;

/** The trust policy of A's role, as A's administrator reads and changes it; and its effect on B's function. */
public record TrustPolicy(Deployment deployment) {
    public String document() {
        String document = deployment
                .target()
                .iam()
                .getRole(request -> request.roleName(deployment.roleName()))
                .role()
                .assumeRolePolicyDocument();
        return URLDecoder.decode(document.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Puts one text in another's place while something is done. */
    public <T> T with(String text, String other, Callable<T> work) throws Exception {
        String document = document();
        try {
            replace(text, other);
            return work.call();
        } finally {
            put(document);
        }
    }

    public void replace(String text, String other) {
        String document = document();
        if (!document.contains(text)) {
            throw new AssertionError("The trust policy does not hold what is to be replaced.");
        }
        put(document.replace(text, other));
    }

    public void put(String document) {
        deployment
                .target()
                .iam()
                .updateAssumeRolePolicy(
                        request -> request.roleName(deployment.roleName()).policyDocument(document));
    }

    /**
     * Ends the sessions on the function's side: publishes a version of it that differs in its description, points the
     * alias {@code live} at it, and waits until it has started.
     */
    void startFunctionAnew() throws IOException {
        String name = deployment.output(StackOutput.FUNCTION_NAME);
        String event = Files.readString(Checkout.current().root().resolve("events/s3-test-event.json"));
        LambdaClient lambda = deployment.source().lambda();
        try (LambdaWaiter waiter = lambda.waiter()) {
            lambda.updateFunctionConfiguration(
                    request -> request.functionName(name).description("restarted at " + System.nanoTime()));
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
