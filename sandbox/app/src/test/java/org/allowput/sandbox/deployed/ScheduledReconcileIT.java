package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.TlsCertificate;
import org.allowput.emulator.local.TrustStore;
import org.allowput.emulator.testing.Eventually;
import org.allowput.host.LambdaHost;
import org.allowput.host.function.HelperFunctionCredentials;
import org.allowput.host.function.LambdaApiFunctions;
import org.allowput.host.invocation.InvocationResult;
import org.allowput.host.settings.HostSettings;
import org.allowput.sandbox.EmulatorPermissions;
import org.allowput.sandbox.Sandbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * The function of {@code reconcile.schedule} as it is deployed: its zip in AWS's runtime client, with the credentials
 * of its role. The test invokes it in the place of the schedule.
 */
class ScheduledReconcileIT {
    private static Deployments deployments;

    @TempDir
    private Path work = Path.of("");

    @BeforeAll
    static void start() {
        deployments = new Deployments(
                ScheduledReconcileIT.class,
                Map.of(
                        "receipts.enabled", "true",
                        "reconcile.schedule", "rate(1 day)",
                        "reconcile.requeue", "true",
                        "reconcile.graceMinutes", "0"));
    }

    @AfterAll
    static void end() {
        deployments.close();
    }

    @Test
    void anObjectWhoseEventWasLostIsCountedAndCopied() throws IOException {
        Sandbox sandbox = deployments.sandbox();
        put(sandbox, "known");
        Eventually.until(
                Buckets.TIMEOUT,
                "a receipt",
                () -> sandbox.source()
                        .s3()
                        .listObjectsV2(request -> request.bucket(sandbox.output(StackOutput.RECEIPTS_BUCKET_NAME)))
                        .contents(),
                receipts -> !receipts.isEmpty());
        new LostEvents(sandbox).during(() -> put(sandbox, "lost"));

        EmulatorPermissions.grant(
                sandbox.source(),
                sandbox.source()
                        .lambda()
                        .getFunctionConfiguration(
                                request -> request.functionName(sandbox.output(StackOutput.RECONCILE_FUNCTION_NAME)))
                        .role(),
                "sqs:SendMessageBatch");
        List<String> log = invoke(sandbox);

        assertThat(log)
                .anyMatch(line -> line.startsWith("{\"message\":\"missing\",\"sourceKey\":\"lost\""))
                .anyMatch(line -> line.contains("\"message\":\"compared\",\"copied\":1,\"missing\":1,\"stale\":0"))
                .anyMatch(line -> line.contains("\"Namespace\":\"AllowPutToS3\"")
                        && line.contains("\"ObjectsMissing\":1,\"ObjectsStale\":0"))
                .anyMatch(line -> line.contains("sent to the queue"));
        new Buckets(sandbox).arrived("lost");
        Eventually.until(
                Buckets.TIMEOUT,
                "nothing is missing",
                () -> invoke(sandbox),
                lines -> lines.stream().anyMatch(line -> line.contains("\"copied\":2,\"missing\":0,\"stale\":0")));
    }

    private List<String> invoke(Sandbox sandbox) {
        List<String> log = new CopyOnWriteArrayList<>();
        try (SdkHttpClient http = Apache5HttpClient.builder()
                        .tlsTrustManagersProvider(
                                () -> new TrustStore(sandbox.emulator().trustStore()).managers())
                        .build();
                LambdaHost host = LambdaHost.start(settings(sandbox, http, log), 0)) {
            InvocationResult result = host.invoke("$LATEST", "{}");
            assertThat(result).as(String.join("\n", log)).isInstanceOf(InvocationResult.Returned.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(log);
    }

    private HostSettings settings(Sandbox sandbox, SdkHttpClient http, List<String> log) {
        LambdaClient lambda = sandbox.source().lambda();
        return HostSettings.of(
                        new LambdaApiFunctions(lambda, http, sandbox.output(StackOutput.RECONCILE_FUNCTION_NAME)),
                        new HelperFunctionCredentials(lambda),
                        work,
                        Checkout.current().root().resolve("sandbox/lambda-host/target/runtime"))
                .withAdditions(
                        Map.of("AWS_ENDPOINT_URL", sandbox.source().endpoint().toString()),
                        TlsCertificate.trustedBy(sandbox.emulator().trustStore()))
                .withEnvironments(1)
                .withLog(event -> log.add(event.message()));
    }

    private static void put(Sandbox sandbox, String key) {
        sandbox.source()
                .s3()
                .putObject(
                        request -> request.bucket(sandbox.sourceBucket()).key(key), RequestBody.fromString("content"));
    }
}
