package org.allowput.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.allowput.emulator.Ministack;
import org.allowput.host.function.DeployedFunction;
import org.allowput.host.function.InitializationType;
import org.allowput.host.invocation.InvocationResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the environments live and end. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExecutionEnvironmentsTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void anExceptionDuringInitialisationIsPassedOnToTheInvocationThatNeededIt() throws Exception {
        try (ProbeHost host = new ProbeHost(folder, ProbeFunction.version("1", ProbeHost.variable("FAIL_INIT")))) {
            assertFailed(host.invoke("{'do': 'pid'}"), "the constructor fails");
            host.awaitLine(line -> line.startsWith("INIT_REPORT") && line.contains("Status: error"));
        }
    }

    @Test
    void anExitDuringInitialisationIsAnErrorOfTheInvocationThatNeededIt() throws Exception {
        try (ProbeHost host = new ProbeHost(folder, ProbeFunction.version("1", ProbeHost.variable("EXIT_INIT")))) {
            assertThat(host.invoke("{'do': 'pid'}")).isEqualTo(new InvocationResult.Failed("Runtime.ExitError", """
                {"errorType":"Runtime.ExitError","errorMessage":"Runtime exited with error: exit status 3"}\
                """));
        }
    }

    @Test
    void aHandlerThatDoesNotExistIsAnErrorOfTheInvocation() throws Exception {
        try (ProbeHost host = new ProbeHost(
                folder, ProbeFunction.function("1", SOON, InitializationType.ON_DEMAND, "org.example.Missing"))) {
            assertFailed(host.invoke("{'do': 'pid'}"), "Class not found: org.example.Missing");
        }
    }

    @Test
    void aTimeoutKillsTheEnvironmentAndTheNextInvocationGetsANewOne() throws Exception {
        try (ProbeHost host = new ProbeHost(
                folder, ProbeFunction.function("1", Duration.ofSeconds(1), InitializationType.ON_DEMAND, "Probe"))) {
            CompletableFuture<InvocationResult> answer = host.invokeInBackground("{'do': 'hang'}");
            ProcessHandle hanging = host.hanging();

            assertThat(answer)
                    .succeedsWithin(SOON)
                    .isInstanceOfSatisfying(
                            InvocationResult.Failed.class,
                            failed -> assertThat(failed.payload())
                                    .contains("\"errorType\":\"Sandbox.Timedout\"")
                                    .contains("Task timed out after 1.00 seconds"));
            assertThat(hanging.onExit()).succeedsWithin(SOON);
            assertThat(host.lines())
                    .anyMatch(line -> line.endsWith("Task timed out after 1.00 seconds"))
                    .anyMatch(line -> line.startsWith("REPORT") && line.endsWith("\tStatus: timeout"));
            assertThat(host.process()).isNotEqualTo(hanging);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, Runtime exited without providing a reason",
        "1, Runtime exited with error: exit status 1",
        "137, Runtime exited with error: signal: killed",
    })
    void anExitDuringAnInvocationIsItsErrorWhateverTheStatusAndTheNextGetsANewOne(int status, String reason)
            throws Exception {
        try (ProbeHost host = withOneEnvironment()) {
            assertThat(host.invoke("{'do': 'exit', 'status': " + status + "}"))
                    .isInstanceOfSatisfying(InvocationResult.Failed.class, failed -> {
                        assertThat(failed.errorType()).isEqualTo("Runtime.ExitError");
                        assertThat(failed.payload()).contains("Error: " + reason);
                    });
            assertThat(host.invoke("{'do': 'echo', 'what': 1}")).isEqualTo(new InvocationResult.Returned("1"));
            assertThat(host.lines()).noneMatch(line -> line.contains("cannot be read"));
        }
    }

    @Test
    void anIdleEnvironmentThatHasDiedIsGivenNoInvocation() throws Exception {
        try (ProbeHost host = withOneEnvironment()) {
            ProcessHandle idle = host.process();
            idle.destroyForcibly();
            host.awaitEnvironments(0);

            assertThat(host.process()).isNotEqualTo(idle);
        }
    }

    @Test
    void parallelInvocationsRunInEnvironmentsOfTheirOwn() throws Exception {
        try (ProbeHost host = new ProbeHost(folder, ProbeFunction.version("1", Map.of()))) {
            assertThat(meet(host, 3, 3)).hasSize(3).doesNotHaveDuplicates();
        }
    }

    @Test
    void anInvocationBeyondTheMaximumOfEnvironmentsWaitsForOne() throws Exception {
        try (ProbeHost host = withOneEnvironment()) {
            assertThat(meet(host, 3, 1)).hasSize(3).containsOnly(host.invoke("{'do': 'pid'}"));
        }
    }

    private List<InvocationResult> meet(ProbeHost host, int invocations, int expected) throws IOException {
        Path meeting = Files.createDirectory(folder.resolve("meeting"));
        String event = "{'do': 'meet', 'folder': '" + meeting + "', 'expected': " + expected + "}";
        return IntStream.range(0, invocations).mapToObj(i -> host.invokeInBackground(event)).toList().stream()
                .map(CompletableFuture::join)
                .toList();
    }

    @Test
    void anInvocationThatFindsNoFreeEnvironmentBeforeItsDeadlineIsThrottled() throws Exception {
        try (ProbeHost host = withOneEnvironment()) {
            CompletableFuture<InvocationResult> hanging = host.invokeInBackground("{'do': 'hang'}");
            host.hanging();

            HttpResponse<String> answer =
                    host.post("/", "{'do': 'pid'}", ProbeHost.emulatorHeaders(Duration.ofMillis(50)));

            assertThat(answer.body())
                    .startsWith(
                            "{\"" + Ministack.FUNCTION_ERROR + "\":{\"errorType\":\"Lambda.TooManyRequestsException\"");
            assertThat(hanging).isNotDone();
        }
    }

    @Test
    void aRedeployIsServedByNewEnvironmentsAndEndsTheOldOnes() throws Exception {
        try (ProbeHost host = new ProbeHost(folder, ProbeFunction.version("1", Map.of()))) {
            ProcessHandle old = host.process();

            host.deploy(ProbeFunction.version("2", Map.of("SETTING", "new")));

            assertThat(host.invoke("{'do': 'environment'}").toString()).contains("\"SETTING\":\"new\"");
            assertThat(old.onExit()).succeedsWithin(SOON);
            assertThat(host.environments()).isEqualTo(1);
        }
    }

    @Test
    void anInvocationThatRunsDuringARedeployIsFinishedByTheVersionThatBeganIt() throws Exception {
        try (ProbeHost host = new ProbeHost(folder, ProbeFunction.version("1", Map.of()))) {
            ProcessHandle old = host.process();
            Path meeting = Files.createDirectory(folder.resolve("meeting"));
            String event = "{'do': 'meet', 'folder': '" + meeting + "', 'expected': 2}";
            CompletableFuture<InvocationResult> running = host.invokeInBackground(event);
            host.awaitLine(line -> line.startsWith("meeting"));

            host.deploy(ProbeFunction.version("2", Map.of()));
            host.process();
            assertThat(running).isNotDone();
            Files.createFile(meeting.resolve("here"));

            assertThat(running)
                    .succeedsWithin(SOON)
                    .isEqualTo(new InvocationResult.Returned(String.valueOf(old.pid())));
            assertThat(old.onExit()).succeedsWithin(SOON);
        }
    }

    @Test
    void codeThatIsNotWhatTheConfigurationSaysIsNotRun() throws Exception {
        DeployedFunction one = ProbeFunction.version("1", Map.of());
        DeployedFunction other = new DeployedFunction(
                one.name(),
                one.arn(),
                one.version(),
                one.revision(),
                one.handler(),
                one.roleArn(),
                one.environment(),
                one.memoryMiB(),
                one.timeout(),
                "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                one.initialization());
        try (ProbeHost host = new ProbeHost(folder, other)) {
            assertFailed(host.invoke("{'do': 'pid'}"), "its configuration says 47DEQpj8HBSa");
            assertThat(host.environments()).isZero();
        }
    }

    @Test
    void snapStartRunsTheHooksAroundTheCheckpointBeforeTheFirstInvocation() throws Exception {
        try (ProbeHost host =
                new ProbeHost(folder, ProbeFunction.function("1", SOON, InitializationType.SNAP_START, "Probe"))) {
            assertThat(host.invoke("{'do': 'hooks'}"))
                    .isEqualTo(new InvocationResult.Returned("\"init checkpoint restore\""));
        }
    }

    @Test
    void aHookThatFailsAfterTheRestoreIsAnErrorOfTheInvocation() throws Exception {
        DeployedFunction function = ProbeFunction.function(
                "1", ProbeHost.variable("FAIL_RESTORE"), SOON, InitializationType.SNAP_START, "Probe");
        try (ProbeHost host = new ProbeHost(folder, function)) {
            assertFailed(host.invoke("{'do': 'hooks'}"), "RestoreException");
            host.awaitLine(line -> line.contains("the restore fails"));
        }
    }

    @Test
    void theEnvironmentHoldsWhatLambdaAndTheSettingsGiveAndNothingOfTheHosts() throws Exception {
        try (ProbeHost host = new ProbeHost(
                folder,
                ProbeFunction.version("1", Map.of("SETTING", "own")),
                settings -> settings.withAdditions(
                        Map.of("AWS_ENDPOINT_URL", "https://localhost:4566"), List.of("-Dadded=yes")))) {
            String answer = ((InvocationResult.Returned) host.invoke("{'do': 'environment'}")).payload();
            Map<String, String> environment = new TreeMap<>(System.getenv());
            environment.keySet().removeIf(name -> !answer.contains("\"" + name + "\":"));

            assertThat(answer)
                    .contains("\"SETTING\":\"own\"")
                    .contains("\"AWS_ENDPOINT_URL\":\"https://localhost:4566\"")
                    .contains("\"AWS_REGION\":\"eu-west-1\"")
                    .contains("\"AWS_LAMBDA_FUNCTION_NAME\":\"probe\"")
                    .contains("\"AWS_LAMBDA_INITIALIZATION_TYPE\":\"on-demand\"")
                    .doesNotContain("AWS_ACCESS_KEY_ID");
            assertThat(environment.keySet())
                    .isSubsetOf("AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL", "AWS_REGION", "LANG", "PATH", "TZ");
        }
    }

    @Test
    void theStackTraceOfAnExceptionIsInTheLogOfItsInvocation() throws Exception {
        try (ProbeHost host = new ProbeHost(folder, ProbeFunction.version("1", Map.of()))) {
            host.invoke("{'do': 'throw'}");
            host.awaitLine(line -> line.startsWith("REPORT"));

            assertThat(host.lines())
                    .containsSubsequence("the handler fails: java.lang.IllegalArgumentException")
                    .last()
                    .satisfies(line -> assertThat(line).startsWith("REPORT"));
        }
    }

    @Test
    void theLogOfAnInvocationIsWhatLambdaWritesAroundWhatTheFunctionPrints() throws Exception {
        try (ProbeHost host = new ProbeHost(folder, ProbeFunction.version("1", Map.of()))) {
            host.invoke("{'do': 'print'}");
            host.awaitLine(line -> line.startsWith("REPORT"));

            assertThat(host.lines())
                    .satisfiesExactly(
                            line -> assertThat(line).startsWith("INIT_START"),
                            line -> assertThat(line).matches("START RequestId: [-0-9a-f]{36} Version: 1"),
                            line -> assertThat(line).isEqualTo("to standard output"),
                            line -> assertThat(line).isEqualTo("to standard error"),
                            line -> assertThat(line).isEqualTo("to the logger"),
                            line -> assertThat(line).matches("END RequestId: [-0-9a-f]{36}"),
                            line -> assertThat(line).matches("REPORT RequestId: [-0-9a-f]{36}\tDuration: [0-9.]+ ms"));
        }
    }

    private ProbeHost withOneEnvironment() throws IOException {
        return new ProbeHost(folder, ProbeFunction.version("1", Map.of()), settings -> settings.withEnvironments(1));
    }

    private static void assertFailed(InvocationResult result, String reason) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        InvocationResult.Failed.class,
                        failed -> assertThat(failed.payload()).contains(reason));
    }
}
