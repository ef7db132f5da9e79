package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * The function of {@code reconcile.schedule} as it is deployed: its zip in AWS's runtime client, with the credentials
 * of its role. The test invokes it in the place of the schedule.
 *
 * @param work an empty folder
 */
record ScheduledComparison(Sandbox sandbox, Path work) {
    private static final Pattern COMPARED =
            Pattern.compile("'message':'compared','copied':(\\d+),'missing':(\\d+),'stale':(\\d+)".replace('\'', '"'));

    private record Counts(int copied, int missing, int stale) {}

    /** In a deployment where nothing else is missing, and nothing is young enough to wait for. */
    void anObjectWhoseEventWasLostIsCountedAndSentAgain(String key) {
        EmulatorPermissions.grant(
                sandbox.source(),
                sandbox.source()
                        .lambda()
                        .getFunctionConfiguration(
                                request -> request.functionName(sandbox.output(StackOutput.RECONCILE_FUNCTION_NAME)))
                        .role(),
                "sqs:SendMessageBatch");
        int copied = counts(invoke()).copied();
        assertThat(copied).isPositive();
        new LostEvents(sandbox).during(() -> new CopiedObjects(sandbox).put(key));

        List<String> log = invoke();

        assertThat(counts(log)).isEqualTo(new Counts(copied, 1, 0));
        assertThat(log)
                .anyMatch(line -> line.startsWith("{\"message\":\"missing\",\"sourceKey\":\"" + key + "\""))
                .anyMatch(line -> line.contains("\"Namespace\":\"AllowPutToS3\"")
                        && line.contains("\"ObjectsMissing\":1,\"ObjectsStale\":0"))
                .anyMatch(line -> line.contains("sent to the queue"));
        Eventually.until(
                Buckets.TIMEOUT,
                "nothing is missing",
                () -> counts(invoke()),
                now -> now.equals(new Counts(copied + 1, 0, 0)));
    }

    private static Counts counts(List<String> log) {
        return log.stream()
                .map(COMPARED::matcher)
                .filter(Matcher::find)
                .map(found -> new Counts(
                        Integer.parseInt(found.group(1)),
                        Integer.parseInt(found.group(2)),
                        Integer.parseInt(found.group(3))))
                .findFirst()
                .orElseThrow(() -> new AssertionError(String.join("\n", log)));
    }

    private List<String> invoke() {
        List<String> log = new CopyOnWriteArrayList<>();
        try (SdkHttpClient http = Apache5HttpClient.builder()
                        .tlsTrustManagersProvider(
                                () -> new TrustStore(sandbox.emulator().trustStore()).managers())
                        .build();
                LambdaHost host = LambdaHost.start(settings(http, log), 0)) {
            InvocationResult result = host.invoke("$LATEST", "{}");
            assertThat(result).as(String.join("\n", log)).isInstanceOf(InvocationResult.Returned.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(log);
    }

    private HostSettings settings(SdkHttpClient http, List<String> log) {
        LambdaClient lambda = sandbox.source().lambda();
        return HostSettings.of(
                        new LambdaApiFunctions(lambda, http, sandbox.output(StackOutput.RECONCILE_FUNCTION_NAME)),
                        new HelperFunctionCredentials(lambda),
                        work,
                        Checkout.current().root().resolve("sandbox/lambda-host/target/runtime"))
                .withAdditions(
                        Map.of("AWS_ENDPOINT_URL", sandbox.source().endpoint().toString(), "GRACE_MINUTES", "0"),
                        TlsCertificate.trustedBy(sandbox.emulator().trustStore()))
                .withEnvironments(1)
                .withLog(event -> log.add(event.message()));
    }
}
