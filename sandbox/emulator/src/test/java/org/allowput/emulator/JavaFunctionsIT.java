package org.allowput.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.allowput.emulator.local.Unchecked;
import org.allowput.emulator.testing.Eventually;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.SnapStartApplyOn;

/** Functions in Java as the emulator runs them: what they are given and what a caller gets, in real JVMs. */
class JavaFunctionsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String BATCH = """
        'Records': [{'eventSource': 'aws:sqs', 'messageId': 'a'}, {'eventSource': 'aws:sqs', 'messageId': 'b'}],
        'do': 'echo', 'what':\
        """;

    @TempDir
    private static Path folder;

    @AutoClose
    private static ProbeFunctions functions;

    @BeforeAll
    static void start() throws IOException {
        functions = new ProbeFunctions(folder);
        functions.create("probe", Map.of("SETTING", "own"));
    }

    private static String answer(String event) {
        return functions.answer("probe", event);
    }

    @Test
    void theAnswerIsPassedOnAsTheFunctionWroteItAndItsEnvironmentIsUsedAgain() {
        assertThat(functions.process("probe")).isEqualTo(functions.process("probe"));
        assertThat(answer("{'do': 'echo', 'what': {'é': [1, null]}}")).isEqualTo("{\"é\":[1,null]}");
    }

    @Test
    void anExceptionIsPassedOnWithTypeMessageAndStackTraceAndIsInTheLog() {
        functions.create("throws", Map.of());
        assertThat(functions.invoke("throws", "{'do': 'throw'}")).satisfies(error -> {
            assertThat(error.functionError()).isEqualTo("Unhandled");
            assertThat(error.payload().asUtf8String())
                    .contains("java.lang.IllegalArgumentException", "the handler fails", "Probe.answer(Probe.java:");
        });
        assertThat(functions.answer("throws", "{'do': 'echo', 'what': 1}")).isEqualTo("1");
        functions.awaitLine("throws", line -> line.startsWith("REPORT"));
        assertThat(functions.lines("throws"))
                .containsSubsequence("the handler fails: java.lang.IllegalArgumentException")
                .filteredOn(line -> line.startsWith("REPORT") || line.startsWith("the handler fails"))
                .first()
                .isEqualTo("the handler fails: java.lang.IllegalArgumentException");
    }

    @Test
    void anInitializationThatFailsIsAnErrorOfTheInvocationThatNeededIt() {
        functions.create("fails", Map.of("FAIL_INIT", "yes"));
        assertThat(functions.answer("fails", "{'do': 'pid'}")).contains("the constructor fails");
        assertThat(functions.lines("fails"))
                .anyMatch(line -> line.startsWith("INIT_REPORT") && line.contains("Status: error"));

        functions.create("exits", Map.of("EXIT_INIT", "yes"));
        assertThat(functions.answer("exits", "{'do': 'pid'}")).contains("Runtime.ExitError", "code 3");

        functions.create("missing", request -> request.handler("org.example.Missing"));
        assertThat(functions.answer("missing", "{'do': 'pid'}")).contains("Class not found: org.example.Missing");
    }

    @Test
    void aTimeoutEndsTheEnvironmentAndTheNextInvocationGetsANewOne() {
        functions.create("hangs", request -> request.timeout(2));
        CompletableFuture<String> answer = functions.answerInBackground("hangs", "{'do': 'hang'}");
        ProcessHandle hanging = functions.hanging("hangs");

        assertThat(answer).succeedsWithin(SOON).asString().contains("Sandbox.Timedout", "Task timed out after 2.00");
        assertThat(hanging.onExit()).succeedsWithin(SOON);
        assertThat(functions.lines("hangs"))
                .anyMatch(line -> line.endsWith("Task timed out after 2.00 seconds"))
                .anyMatch(line -> line.startsWith("REPORT") && line.endsWith("\tStatus: timeout"));
        assertThat(functions.process("hangs")).isNotEqualTo(hanging);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 137})
    void anExitIsAnErrorOfTheInvocationWhateverTheStatusAndTheNextGetsANewEnvironment(int status) {
        assertThat(answer("{'do': 'exit', 'status': " + status + "}")).contains("Runtime.ExitError");
        assertThat(answer("{'do': 'echo', 'what': 1}")).isEqualTo("1");
    }

    @Test
    void anIdleEnvironmentThatHasDiedIsGivenNoInvocation() {
        ProcessHandle idle = functions.process("probe");
        idle.destroyForcibly();
        Path process = Path.of("/proc", Long.toString(idle.pid()));
        // Its first thread is one while others still end.
        Eventually.until(
                SOON,
                "it is a zombie, all of it",
                () -> Unchecked.get(() -> Files.readString(process.resolve("stat"))),
                state -> state.contains(") Z ")
                        && Objects.requireNonNull(
                                                process.resolve("task").toFile().list())
                                        .length
                                == 1);

        assertThat(functions.process("probe")).isNotEqualTo(idle);
    }

    @Test
    void parallelInvocationsHaveEnvironmentsOfTheirOwnAndThoseBeyondTheMostWaitForOneAndThenHaveAllTheirTime()
            throws Exception {
        functions.create("meets", Map.of());
        int most = ProbeFunctions.ENVIRONMENTS;
        Path first = Files.createDirectory(folder.resolve("first"));

        assertThat(meet(first, 2 * most, most).stream()
                        .map(CompletableFuture::join)
                        .distinct())
                .hasSize(most);

        Path second = Files.createDirectory(folder.resolve("second"));
        List<CompletableFuture<String>> busy = meet(second, most, most + 1);
        Eventually.until(SOON, "all are busy", () -> second.toFile().list(), here -> here.length == most);
        CompletableFuture<String> waiting = functions.answerInBackground("meets", "{'do': 'context'}");
        Thread.sleep(4000);
        assertThat(waiting).isNotDone();
        Files.createFile(second.resolve("other"));
        // Of 20 seconds.
        assertThat(waiting).succeedsWithin(SOON).asString().containsPattern("\"remaining\":1[6-9]\\d{3}\\D");
        assertThat(busy).allSatisfy(each -> assertThat(each).succeedsWithin(SOON));
    }

    private static List<CompletableFuture<String>> meet(Path meeting, int invocations, int expected) {
        String event = "{'do': 'meet', 'folder': '" + meeting + "', 'expected': " + expected + "}";
        return IntStream.range(0, invocations)
                .mapToObj(i -> functions.answerInBackground("meets", event))
                .toList();
    }

    @Test
    void anAliasInvokesItsVersionAndAnInvocationIsFinishedByTheVersionThatBeganIt() throws Exception {
        functions.create("versions", Map.of("SETTING", "first"));
        publish("versions", "first");
        Path meeting = Files.createDirectory(folder.resolve("versions"));
        String event = "{'do': 'meet', 'folder': '" + meeting + "', 'expected': 2}";
        CompletableFuture<String> running = functions.answerInBackground("versions:live", event);
        functions.awaitLine("versions", line -> line.startsWith("meeting"));
        publish("versions", "second");

        assertThat(functions.answer("versions:live", "{'do': 'environment'}")).contains("\"SETTING\":\"second\"");
        assertThat(running).isNotDone();
        Files.createFile(meeting.resolve("other"));
        assertThat(running).succeedsWithin(SOON);
        assertThat(functions.answer("versions:1", "{'do': 'environment'}")).contains("\"SETTING\":\"first\"");
    }

    /** Publishes what {@code $LATEST} is with this variable, and has the alias name it. */
    private static void publish(String function, String setting) {
        LambdaClient lambda = functions.lambda();
        lambda.updateFunctionConfiguration(request -> request.functionName(function)
                .environment(environment -> environment.variables(Map.of("SETTING", setting))));
        String version =
                lambda.publishVersion(request -> request.functionName(function)).version();
        if (version.equals("1")) {
            lambda.createAlias(
                    request -> request.functionName(function).name("live").functionVersion(version));
        } else {
            lambda.updateAlias(
                    request -> request.functionName(function).name("live").functionVersion(version));
        }
    }

    @Test
    void withSnapStartTheHooksRunAndWithoutItNone() {
        assertThat(answer("{'do': 'hooks'}")).isEqualTo("\"init\"");

        assertThat(withSnapStart("hooks", Map.of(), "{'do': 'hooks'}")).isEqualTo("\"init checkpoint restore\"");
        assertThat(withSnapStart("restores", Map.of("FAIL_RESTORE", "yes"), "{'do': 'hooks'}"))
                .contains("RestoreException");
        assertThat(functions.lines("restores")).anyMatch(line -> line.contains("the restore fails"));
    }

    private static String withSnapStart(String name, Map<String, String> variables, String event) {
        functions.create(
                name,
                request -> request.snapStart(snap -> snap.applyOn(SnapStartApplyOn.PUBLISHED_VERSIONS))
                        .environment(environment -> environment.variables(variables)));
        LambdaClient lambda = functions.lambda();
        String version =
                lambda.publishVersion(request -> request.functionName(name)).version();
        lambda.waiter()
                .waitUntilPublishedVersionActive(
                        request -> request.functionName(name).qualifier(version));
        return functions.answer(name + ":" + version, event);
    }

    @Test
    void theEnvironmentHoldsWhatLambdaAndTheSandboxGiveAndNothingOfTheEmulators() {
        String answer = answer("{'do': 'environment'}");
        Map<String, String> own = new TreeMap<>(System.getenv());
        own.keySet().removeIf(name -> !answer.contains("\"" + name + "\":"));

        assertThat(answer)
                .contains("\"SETTING\":\"own\"", "\"ADDED\":\"to all\"", "\"AWS_REGION\":\"us-east-1\"")
                .contains("\"AWS_LAMBDA_FUNCTION_NAME\":\"probe\"", "\"AWS_LAMBDA_INITIALIZATION_TYPE\":\"on-demand\"")
                .doesNotContain("AWS_ACCESS_KEY_ID", "MINISTACK", "JAVA_COMMAND");
        assertThat(own.keySet()).isSubsetOf("AWS_DEFAULT_REGION", "AWS_REGION", "LANG", "PATH", "PWD", "TZ");
    }

    @Test
    void theContextAndTheHeapAreThoseOfTheFunction() {
        assertThat(answer("{'do': 'context'}"))
                .containsPattern("\"requestId\":\"[-0-9a-f]{36}\"")
                .contains("\"arn\":\"arn:aws:lambda:us-east-1:222222222222:function:probe\"")
                .contains("\"version\":\"$LATEST\"", "\"memory\":128", "\"logGroup\":\"/aws/lambda/probe\"")
                .containsPattern("\"logStream\":\"\\d{4}/\\d\\d/\\d\\d/\\[\\$LATEST\\][0-9a-f]{32}\"")
                .containsPattern("\"remaining\":1\\d{4}\\D");
        assertThat(Long.parseLong(answer("{'do': 'heap'}"))).isBetween(100L << 20, 109L << 20);
    }

    @Test
    void theFunctionHasTheCredentialsOfItsRoleForTheTokenOfItsEnvironmentOnly() {
        assertThat(answer("{'do': 'credentials', 'token': 'own'}"))
                .contains("AccessKeyId", "SecretAccessKey", "Token", "Expiration");
        assertThat(answer("{'do': 'credentials', 'token': 'guessed'}")).isEqualTo("\"refused: 403\"");
        assertThat(answer("{'do': 'credentials', 'token': 'none'}")).isEqualTo("\"refused: 403\"");
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/batch-answers.txt", delimiter = '|', quoteCharacter = '`')
    void anAnswerThatMakesAWSRetryTheBatchIsAnErrorAndAnyOtherIsPassedOn(String answer, @Nullable String problem) {
        InvokeResponse said = functions.invoke("probe", "{" + BATCH + answer + "}");

        if (problem == null) {
            assertThat(said.functionError()).isNull();
        } else {
            assertThat(said.payload().asUtf8String()).contains("Sandbox.MalformedBatchAnswer", problem);
        }
    }

    @Test
    void anAnswerBeyondTheLimitOfLambdaIsAnError() {
        assertThat(answer("{'do': 'large', 'bytes': 6291554}")).hasSize(6_291_556);
        assertThat(answer("{'do': 'large', 'bytes': 6291555}")).contains("Function.ResponseSizeTooLarge");
    }

    @Test
    void whatAFunctionPrintsIsInTheLogWithTheLinesThatLambdaAdds() {
        functions.create("prints", Map.of());
        functions.answer("prints", "{'do': 'print'}");
        functions.awaitLine("prints", line -> line.startsWith("REPORT"));

        assertThat(functions.lines("prints"))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("INIT_START"),
                        line -> assertThat(line).matches("START RequestId: [-0-9a-f]{36} Version: \\$LATEST"),
                        line -> assertThat(line).isEqualTo("to standard output"),
                        line -> assertThat(line).isEqualTo("to standard error"),
                        line -> assertThat(line).isEqualTo("to the logger"),
                        line -> assertThat(line).matches("END RequestId: [-0-9a-f]{36}"),
                        line -> assertThat(line).matches("REPORT RequestId: [-0-9a-f]{36}\tDuration: [0-9.]+ ms"));
        assertThat(functions.file())
                .anyMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"
                        + " \\d{4}/\\d\\d/\\d\\d/\\[\\$LATEST\\]\\w+ to standard error"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEmulatorThatEndsOrIsKilledLeavesNoProcess(boolean killed, @TempDir Path other) throws IOException {
        ProcessHandle idle;
        ProcessHandle busy;
        try (ProbeFunctions emulator = new ProbeFunctions(other)) {
            emulator.create("probe", Map.of());
            CompletableFuture<String> answer = emulator.answerInBackground("probe", "{'do': 'hang'}");
            busy = emulator.hanging("probe");
            assertThat(answer).isNotDone();
            idle = emulator.process("probe");
            if (killed) {
                ProcessHandle parent = idle.parent().orElseThrow();
                parent.destroyForcibly();
                assertThat(parent.onExit()).succeedsWithin(SOON);
            }
        }

        assertThat(idle.onExit()).succeedsWithin(SOON);
        assertThat(busy.onExit()).succeedsWithin(SOON);
    }
}
