package org.allowput.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.allowput.emulator.Ministack;
import org.allowput.host.invocation.InvocationResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a caller gets, from real child JVMs with a small function in them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InvocationResultsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static ProbeHost host;

    @BeforeAll
    static void start() throws IOException {
        host = new ProbeHost(folder, ProbeFunction.version("1", Map.of()));
    }

    @AfterAll
    static void close() {
        host.close();
    }

    @Test
    void theAnswerOfTheFunctionIsPassedOnAndItsEnvironmentIsUsedAgain() {
        assertThat(host.process()).isEqualTo(host.process());
        assertThat(host.invoke("{'do': 'echo', 'what': {'é': [1, null]}}"))
                .isEqualTo(new InvocationResult.Returned("{\"é\":[1,null]}"));
    }

    @Test
    void anExceptionOfTheHandlerIsPassedOnWithTypeMessageAndStackTrace() {
        assertThat(host.invoke("{'do': 'throw'}")).isInstanceOfSatisfying(InvocationResult.Failed.class, failed -> {
            assertThat(failed.errorType()).isEqualTo("java.lang.IllegalArgumentException");
            assertThat(failed.payload())
                    .contains("\"errorMessage\":\"the handler fails\"")
                    .contains("Probe.answer(Probe.java:");
        });
        assertThat(host.invoke("{'do': 'echo', 'what': 1}")).isEqualTo(new InvocationResult.Returned("1"));
    }

    @Test
    void anAnswerBeyondTheLimitOfLambdaIsAnErrorAndTheEnvironmentGoesOn() {
        ProcessHandle before = host.process();

        assertThat(host.invoke("{'do': 'large', 'bytes': 6291554}")).isInstanceOf(InvocationResult.Returned.class);
        assertThat(host.invoke("{'do': 'large', 'bytes': 6291555}"))
                .isInstanceOfSatisfying(
                        InvocationResult.Failed.class,
                        failed -> assertThat(failed.errorType()).isEqualTo("Function.ResponseSizeTooLarge"));
        assertThat(host.process()).isEqualTo(before);
    }

    @Test
    void aMalformedAnswerToABatchIsAnErrorAndSoDeletesNoMessage() {
        String batch = "'Records': [{'eventSource': 'aws:sqs', 'messageId': 'a'}], 'do': 'echo', 'what': ";
        String bad = "{" + batch + "{'batchItemFailures': [{'itemIdentifier': 'b'}]}}";
        String good = "{" + batch + "{'batchItemFailures': [{'itemIdentifier': 'a'}]}}";

        assertThat(host.post("/", bad, ProbeHost.emulatorHeaders(LONG)).body())
                .startsWith("{\"" + Ministack.FUNCTION_ERROR + "\":{\"errorType\":\"Sandbox.MalformedBatchAnswer\"");
        assertThat(host.post("/", good, ProbeHost.emulatorHeaders(LONG)).body()).startsWith("{\"batchItemFailures\"");
        assertThat(host.lines()).anyMatch(line -> line.contains("names a message that is not in the batch"));
    }

    @Test
    void theEmulatorGetsTheAnswerAndTheFunctionGetsWhatTheEmulatorSays() {
        HttpResponse<String> context =
                host.post("/", "{'do': 'context'}", ProbeHost.emulatorHeaders(Duration.ofSeconds(7)));

        assertThat(context.statusCode()).isEqualTo(200);
        assertThat(context.body())
                .contains("\"requestId\":\"00000000-1111-2222-3333-444444444444\"")
                .contains("\"arn\":\"arn:aws:lambda:eu-west-1:222222222222:function:probe:1\"")
                .contains("\"version\":\"1\"")
                .contains("\"memory\":128")
                .contains("\"logGroup\":\"/aws/lambda/probe\"")
                .containsPattern("\"logStream\":\"\\d{4}/\\d\\d/\\d\\d/\\[1\\][0-9a-f]{32}\"")
                .containsPattern("\"remaining\":[1-6]\\d{3}\\D");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/                                                              | ''        |"
                        + " {\"X-Amz-Function-Error\":{",
                "/2015-03-31/functions/probe/invocations?Qualifier=live         | Unhandled | {",
            })
    void anErrorOfTheFunctionIsAFieldToTheEmulatorAndAHeaderToAnSDK(String path, String functionError, String begin) {
        HttpResponse<String> error = host.post(path, "{'do': 'throw'}", ProbeHost.emulatorHeaders(LONG));

        assertThat(error.statusCode()).isEqualTo(200);
        assertThat(error.headers().firstValue("X-Amz-Function-Error").orElse(""))
                .isEqualTo(functionError);
        assertThat(error.body())
                .startsWith(begin)
                .contains("the handler fails", "\"errorType\":\"java.lang.IllegalArgumentException\"");
    }

    @Test
    void aVersionOrAliasThatIsNotDeployedIsNotFound() {
        HttpResponse<String> answer = host.post("/2015-03-31/functions/probe/invocations?Qualifier=no", "{}", Map.of());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("X-Amzn-ErrorType")).contains("ResourceNotFoundException");
    }

    @Test
    void withoutSnapStartNoHookRuns() {
        assertThat(host.invoke("{'do': 'hooks'}")).isEqualTo(new InvocationResult.Returned("\"init\""));
    }

    @Test
    void theHeapIs85PercentOfTheMemory() {
        InvocationResult.Returned heap = (InvocationResult.Returned) host.invoke("{'do': 'heap'}");
        assertThat(Long.parseLong(heap.payload())).isBetween(100L << 20, 109L << 20);
    }

    @Test
    void credentialsOfTheRoleAreServedForTheTokenOfTheEnvironmentOnly() {
        assertThat(host.invoke("{'do': 'credentials', 'token': 'own'}").toString())
                .contains("ASIAPROBE")
                .contains("secret of probe")
                .contains("token of probe");
        assertThat(host.invoke("{'do': 'credentials', 'token': 'guessed'}"))
                .isEqualTo(new InvocationResult.Returned("\"refused: 403\""));
        assertThat(host.invoke("{'do': 'credentials', 'token': 'none'}"))
                .isEqualTo(new InvocationResult.Returned("\"refused: 403\""));
        assertThat(host.lines()).noneMatch(line -> line.contains("secret of probe") || line.contains("token of probe"));
    }
}
