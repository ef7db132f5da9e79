package org.allowput.sandbox.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a caller gets, from real child JVMs with each runtime client and a small function in them. */
@ParameterizedClass
@EnumSource(RuntimeClientKind.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InvocationResultsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static ProbeHost host;

    @Parameter
    RuntimeClientKind client;

    @BeforeParameterizedClassInvocation
    static void start(RuntimeClientKind client) throws IOException {
        host = new ProbeHost(
                folder, ProbeFunction.version("1", Map.of()), settings -> settings.withRuntimeClient(client));
    }

    @AfterParameterizedClassInvocation
    static void close() {
        host.close();
    }

    @Test
    void the_answer_of_the_function_is_passed_on_and_its_environment_is_used_again() {
        assertThat(host.process()).isEqualTo(host.process());
        assertThat(host.invoke("{'do': 'echo', 'what': {'é': [1, null]}}"))
                .isEqualTo(new InvocationResult.Returned("{\"é\":[1,null]}"));
    }

    @Test
    void an_exception_of_the_handler_is_passed_on_with_type_message_and_stack_trace() {
        assertThat(host.invoke("{'do': 'throw'}")).isInstanceOfSatisfying(InvocationResult.Failed.class, failed -> {
            assertThat(failed.errorType()).isEqualTo("java.lang.IllegalArgumentException");
            assertThat(failed.payload())
                    .contains("\"errorMessage\":\"the handler fails\"")
                    .contains("Probe.answer(Probe.java:");
        });
        assertThat(host.invoke("{'do': 'echo', 'what': 1}")).isEqualTo(new InvocationResult.Returned("1"));
    }

    @Test
    void an_answer_beyond_the_limit_of_Lambda_is_an_error_and_the_environment_goes_on() {
        ProcessHandle before = host.process();

        assertThat(host.invoke("{'do': 'large', 'bytes': 6291554}")).isInstanceOf(InvocationResult.Returned.class);
        assertThat(host.invoke("{'do': 'large', 'bytes': 6291555}"))
                .isInstanceOfSatisfying(
                        InvocationResult.Failed.class,
                        failed -> assertThat(failed.errorType()).isEqualTo("Function.ResponseSizeTooLarge"));
        assertThat(host.process()).isEqualTo(before);
    }

    @Test
    void a_malformed_answer_to_a_batch_is_an_error_and_so_deletes_no_message() {
        String batch = "'Records': [{'eventSource': 'aws:sqs', 'messageId': 'a'}], 'do': 'echo', 'what': ";
        String bad = "{" + batch + "{'batchItemFailures': [{'itemIdentifier': 'b'}]}}";
        String good = "{" + batch + "{'batchItemFailures': [{'itemIdentifier': 'a'}]}}";

        assertThat(host.post("/", bad, ProbeHost.emulatorHeaders(LONG)).statusCode())
                .isEqualTo(500);
        assertThat(host.post("/", good, ProbeHost.emulatorHeaders(LONG)).statusCode())
                .isEqualTo(200);
        assertThat(host.lines()).anyMatch(line -> line.contains("names a message that is not in the batch"));
    }

    @Test
    void the_emulator_gets_the_answer_and_the_function_gets_what_the_emulator_says() {
        var context = host.post("/", "{'do': 'context'}", ProbeHost.emulatorHeaders(Duration.ofSeconds(7)));

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
                "/                                                              | 500 | ''",
                "/2015-03-31/functions/probe/invocations?Qualifier=live         | 200 | Unhandled",
            })
    void an_error_of_the_function_is_a_status_to_the_emulator_and_a_header_to_an_SDK(
            String path, int status, String functionError) {
        var error = host.post(path, "{'do': 'throw'}", ProbeHost.emulatorHeaders(LONG));

        assertThat(error.statusCode()).isEqualTo(status);
        assertThat(error.headers().firstValue("X-Amz-Function-Error").orElse(""))
                .isEqualTo(functionError);
        assertThat(error.body()).startsWith("{").contains("the handler fails");
    }

    @Test
    void a_version_or_alias_that_is_not_deployed_is_not_found() {
        var answer = host.post("/2015-03-31/functions/probe/invocations?Qualifier=no", "{}", Map.of());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("X-Amzn-ErrorType")).contains("ResourceNotFoundException");
    }

    @Test
    void without_snap_start_no_hook_runs() {
        assertThat(host.invoke("{'do': 'hooks'}")).isEqualTo(new InvocationResult.Returned("\"init\""));
    }

    @Test
    void the_heap_is_85_percent_of_the_memory() {
        InvocationResult.Returned heap = (InvocationResult.Returned) host.invoke("{'do': 'heap'}");
        assertThat(Long.parseLong(heap.payload())).isBetween(100L << 20, 109L << 20);
    }

    @Test
    void credentials_of_the_role_are_served_for_the_token_of_the_environment_only() {
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
