package org.allowput.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.local.Ports;
import org.allowput.emulator.local.SetupException;
import org.allowput.emulator.local.StartedProcess;
import org.allowput.emulator.local.TlsCertificate;
import org.allowput.emulator.testing.ErrorPage;
import org.allowput.emulator.testing.Finished;
import org.allowput.lambda.failure.AssumeRoleException;
import org.allowput.lambda.failure.FailureClassifier;
import org.allowput.lambda.failure.SourceException;
import org.allowput.sandbox.GeneratedExternalId;
import org.allowput.sandbox.NpmPackages;
import org.allowput.sandbox.SandboxState;
import org.allowput.sandbox.StateDirectory;
import org.allowput.sandbox.repository.SourceFiles;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a command says; when it cannot do what it should, each time provoked, as {@code messages.md} has it. */
class SandboxCommandTest {
    @TempDir
    Path state;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @MethodSource
    void everyCommandExplainsItselfWithExamplesThatItTakesAndItsExitCodes(String command) {
        assertThat(run(command, "--help")).isZero();

        assertThat(out.toString())
                .startsWith("Usage: bin/sandbox " + command)
                .contains("Exit codes:", "  0 ", "  1 ", "  2 ", "  130 ")
                .doesNotContain("\033");
        List<String> examples = out.toString()
                .lines()
                .filter(line -> line.startsWith("  ") && line.contains("bin/sandbox " + command))
                .map(line -> line.replaceFirst(".*?bin/sandbox ", "").replaceFirst("    .*|[)\"].*", ""))
                .toList();
        assertThat(examples)
                .as(out.toString())
                .isNotEmpty()
                .allSatisfy(example -> assertThatCode(
                                () -> SandboxCommand.commandLine().parseArgs(example.split(" ")))
                        .doesNotThrowAnyException());
    }

    static Set<String> everyCommandExplainsItselfWithExamplesThatItTakesAndItsExitCodes() {
        return SandboxCommand.commandLine().getSubcommands().keySet();
    }

    @Test
    void aWrongCommandLineEndsWith2AndSaysWhatIsThere() {
        assertThat(run("upp")).isEqualTo(2);
        assertThat(err.toString()).contains("'upp'").contains("bin/sandbox up");

        assertThat(run("invoke")).isEqualTo(2);
        assertThat(err.toString()).contains("EVENTFILE");
    }

    @Test
    void downWithoutUpDoesNothingAndSaysSo() {
        assertThat(run("down", "--state", state.toString())).isZero();
        assertThat(out).hasToString("The sandbox was not up.\n");
    }

    @Test
    void everyMessageOnThePageIsProvokedByATest() throws IOException {
        StringBuilder tests = new StringBuilder();
        for (Path file : SourceFiles.named("*{Test,IT}.java")) {
            tests.append(Files.readString(file));
        }
        assertThat(ErrorPage.messages().keySet())
                .allSatisfy(situation -> assertThat(tests.toString()).contains("\"" + situation + "\""));
    }

    @Test
    void whatTheFunctionIsDeniedIsNamed() {
        failed("A KMS key is disabled", answer(400, "KMS.DisabledException"));
        failed("The function may not read the source", new SourceException(answer(403, "AccessDenied")));
        failed(
                "The function may not assume the role",
                new AssumeRoleException("ROLE", () -> "CALLER", answer(403, "AccessDenied")));
    }

    private static AwsServiceException answer(int status, String code) {
        return S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }

    private static void failed(String situation, Throwable thrown) {
        ErrorPage.holds(
                situation,
                "1 of 1 failed: in/a.csv: " + FailureClassifier.of(thrown).reason(),
                Map.of());
    }

    @Test
    void whatIsNotThereIsNamed() throws IOException {
        Path empty = Files.createDirectory(state.resolve("empty"));
        command("No sandbox is up", "env", "b", "--state", state.toString());
        command("There is no log", "logs", "--state", state.toString());
        says("no-such-file is not a file: name one that holds an event as JSON.", "invoke", "no-such-file");
        says(
                "STATE/empty/none is not a folder: name one whose files the demo is to upload.",
                "demo",
                empty.resolve("none").toString());
        says("There is no file in STATE/empty to upload: name another folder.", "demo", empty.toString());
        said("A checkout is incomplete", () -> new Checkout(empty));
    }

    @Test
    void aKeyThatS3WouldRefuseIsNamedBeforeAnythingIsUploaded() throws IOException {
        Path folder = Files.createDirectories(state.resolve("long"));
        Path file = folder;
        for (int i = 0; i < 6; i++) {
            file = file.resolve("x".repeat(182));
        }
        Files.createDirectories(file.getParent());
        Files.writeString(Files.createDirectories(file).resolve("yyy"), "content");

        String said = refused("demo", "--state", state.toString(), folder.toString());

        ErrorPage.holds("A key for the demo is too long", said.replaceAll("x+…x+/yyy", "FILE"), names());
    }

    @Test
    void whatIsWrongOnTheCommandLineIsNamed() {
        says(
                "\"-c trigger\" is not of the form SETTING=VALUE: docs/settings.md names the settings.",
                "up",
                "--state",
                state.toString(),
                "-c",
                "trigger");
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            ErrorPage.holds(
                    "A port is taken",
                    refused("up", "--state", state.toString(), "--port", port),
                    Map.of(port, "4566"));
        }
    }

    @Test
    void twoCommandsDoNotStartTheSameSandbox() throws IOException {
        try (FileChannel file =
                        FileChannel.open(state.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            assertThat(lock.isValid()).isTrue();
            ErrorPage.holds("Another command is running", other(), names());
        }
    }

    /** In a JVM of its own, since locks are a JVM's. */
    private String other() {
        return Finished.of(new ExternalCommand(
                        Path.of("").toAbsolutePath(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dsandbox.checkout=" + Checkout.current().root(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SandboxCommand.class.getName(),
                        "up",
                        "--state",
                        state.toString()))
                .output();
    }

    @Test
    void anEmulatorThatDoesNotAnswerIsNamed() throws IOException {
        StartedProcess here = StartedProcess.of(ProcessHandle.current());
        int port = Ports.free();
        StateDirectory directory = new StateDirectory(state);
        TlsCertificate.in(state.resolve("tls"));
        directory.remember(GeneratedExternalId.random());
        directory.remember(SandboxState.NOTHING
                .withEmulator(new SandboxState.Server(port, here))
                .withStrict(new SandboxState.Server(port, here))
                .deployed(Map.of(), Map.of("ReplicationSource", Map.of("FunctionName", "function"))));
        Path event = Files.writeString(state.resolve("event.json"), "{}");

        String said = refused("invoke", "--state", state.toString(), event.toString());

        assertThat(said).contains("Connection refused");
        ErrorPage.holds("The emulator does not answer", said.replaceAll("\\(.*\\)", "(REASON)"), Map.of());
    }

    @Test
    void packagesThatCannotBeInstalledAreNamedWithWhatNpmSaid() throws IOException {
        Files.writeString(state.resolve("package-lock.json"), "no lock file");
        said(
                "Packages from npm cannot be installed",
                () -> new NpmPackages(state.toString(), "the CDK's command line")
                        .ensure(Checkout.current(), line -> {}));
    }

    private void command(String situation, String... arguments) {
        ErrorPage.holds(situation, refused(arguments), names());
    }

    /** What explains itself is not on the page. */
    private void says(String message, String... arguments) {
        assertThat(refused(arguments).strip().replace(state.toString(), "STATE"))
                .isEqualTo(message);
    }

    private void said(String situation, ThrowingCallable work) {
        Throwable thrown = catchThrowable(work);
        assertThat(thrown).as(situation).isInstanceOf(SetupException.class);
        ErrorPage.holds(situation, String.valueOf(thrown.getMessage()), names());
    }

    private Map<String, String> names() {
        return Map.of(state.toString(), "STATE");
    }

    private String refused(String... arguments) {
        err.getBuffer().setLength(0);
        assertThat(run(arguments)).as(err::toString).isEqualTo(1);
        return err.toString();
    }

    private int run(String... arguments) {
        return SandboxCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
