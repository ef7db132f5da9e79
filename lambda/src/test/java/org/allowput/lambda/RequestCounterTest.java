package org.allowput.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.allowput.lambda.copy.CopyTask;
import org.allowput.lambda.copy.CopyTask.MissingSource;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.loopback.LoopbackServices;
import org.allowput.lambda.priming.Priming;
import org.allowput.lambda.replication.Replication;
import org.allowput.lambda.report.Log;
import org.allowput.lambda.session.AwsClients;
import org.allowput.lambda.session.ClientConfiguration;
import org.allowput.lambda.settings.EnvironmentVariables;
import org.allowput.lambda.settings.FunctionSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;

/** What an invocation's metrics say of its requests to AWS. */
class RequestCounterTest {
    private final List<String> lines = new ArrayList<>();
    private final LoopbackServices services = LoopbackServices.start(LoopbackServices.CIPHER_SUITES.getFirst());
    private final SdkHttpClient loopback = Priming.httpClient(settings(), services);

    RequestCounterTest() throws IOException {}

    @AfterEach
    void close() {
        loopback.close();
        services.close();
    }

    /** The role is assumed; the source opened, put, and looked at; one of these at a later attempt. */
    @ParameterizedTest
    @CsvSource({"GET, 503 429 502, 7, 2, 1", "PUT, 503, 5, 1, 0", "HEAD, 500 0, 6, 0, 2"})
    void everyAnswerIsCountedByWhatItMeans(SdkHttpMethod method, String statuses, int sent, int throttled, int failed)
            throws IOException {
        Integer[] answers = Stream.of(statuses.split(" ")).map(Integer::valueOf).toArray(Integer[]::new);
        try (AwsClients wiring =
                SnapshotHooksTest.clients(settings(), new ScriptedHttpClient(loopback, method, answers))) {
            assertThat(copyOne(wiring)).contains("\"ObjectsCopied\":[1]", requests(sent, throttled, failed));
        }
    }

    @Test
    void anInvocationCountsWhatIsItsOwnAndNothingOfWhatWasBefore() throws IOException {
        try (AwsClients wiring =
                SnapshotHooksTest.clients(settings(), new ScriptedHttpClient(loopback, SdkHttpMethod.PUT, 503))) {
            copyOne(wiring);

            assertThat(copyOne(wiring)).contains(requests(3, 0, 0));
        }
    }

    /**
     * The SDK's own bucket of retries is shared by all requests of a client, and empty after some dozens of failures.
     */
    @Test
    void everyKeyHasFourAttemptsHoweverManyFailed() throws IOException {
        CopyTask task = new CopyTask("a", "a", MissingSource.SKIP);
        int keys = 100;
        Integer[] statuses = new Integer[4 * keys];
        Arrays.fill(statuses, 503);
        ScriptedHttpClient http = new ScriptedHttpClient(loopback, SdkHttpMethod.PUT, statuses);
        try (AwsClients wiring = SnapshotHooksTest.clients(settings(), http)) {
            for (int key = 0; key < keys; key++) {
                assertThat(wiring.session().copier().replicate(task, () -> Duration.ofMinutes(5)))
                        .isInstanceOf(Outcome.Failed.class);
            }
            assertThat(http.left()).as("attempts that were not made").isZero();
            assertThat(wiring.session().copier().replicate(task, () -> Duration.ofMinutes(5)))
                    .isInstanceOf(Outcome.Copied.class);
        }
    }

    /** As the handler does it, on both sides of a snapshot. */
    @Test
    void whatIsSentBeforeASnapshotIsInNoInvocationsMetrics() throws IOException {
        try (AwsClients before = SnapshotHooksTest.clients(settings(), Priming.httpClient(settings(), services))) {
            new Priming(settings(), new Log(line -> {}), before::warmUpSourceClient).run();
        }

        try (AwsClients restored = SnapshotHooksTest.clients(settings(), Priming.httpClient(settings(), services))) {
            assertThat(copyOne(restored)).contains(requests(4, 0, 0));
        }
    }

    private static String requests(int sent, int throttled, int failed) {
        return "\"Requests\":[%d],\"RequestsThrottled\":[%d],\"RequestsFailed\":[%d]"
                .formatted(sent, throttled, failed);
    }

    /** Copies an object, and returns the line of the invocation's totals. */
    private String copyOne(AwsClients wiring) throws IOException {
        lines.clear();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        String event = ReplicationTest.queue(ReplicationTest.message("1", ReplicationTest.created("a")));
        Replication.of(wiring, new Log(lines::add), "request-1")
                .handle(new ByteArrayInputStream(event.getBytes(UTF_8)), answer, () -> Duration.ofMinutes(5));
        assertThat(answer.toString(UTF_8)).isEqualTo("{\"batchItemFailures\":[]}");
        return lines.stream()
                .filter(line -> line.contains("\"ObjectsCopied\""))
                .findFirst()
                .orElseThrow();
    }

    private static FunctionSettings settings() {
        Map<String, String> variables = new HashMap<>(EnvironmentVariablesTest.required());
        variables.put("PRIMING_LIMIT_SECONDS", "0");
        return EnvironmentVariables.read(variables);
    }

    static RetryStrategy atOnce() {
        return ClientConfiguration.standardRetryStrategy().toBuilder()
                .backoffStrategy(BackoffStrategy.retryImmediately())
                .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                .build();
    }
}
