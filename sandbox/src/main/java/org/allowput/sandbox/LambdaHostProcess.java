package org.allowput.sandbox;

import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.allowput.emulator.Account;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.EmulatorAddress;
import org.allowput.emulator.Ministack;
import org.allowput.emulator.VirtualEnvironment;
import org.allowput.emulator.local.BackgroundProcess;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.HealthCheck;
import org.allowput.emulator.local.LogTail;
import org.allowput.emulator.local.StartedProcess;
import org.allowput.emulator.local.TlsCertificate;
import org.allowput.sandbox.host.settings.RuntimeClientKind;

/** The process of the Lambda host: as account B's administrator it reads what is deployed there, and runs it. */
public record LambdaHostProcess(
        Checkout checkout,
        StateDirectory directory,
        EmulatorAddress emulator,
        URI s3AndSts,
        int port,
        int workflowPort) {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String MAIN_CLASS = "org.allowput.sandbox.host.LambdaHostMain";

    /** A session of its own, so that Ctrl-C in the terminal that started the sandbox does not end the host. */
    private static final String IN_OWN_SESSION = "import os, sys; os.setsid(); os.execv(sys.argv[1], sys.argv[1:])";

    public void start(Consumer<StartedProcess> started) {
        ProcessBuilder builder = new ProcessBuilder(words())
                .directory(directory.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(directory.hostLog().toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment()
                .putAll(Map.of(
                        "AWS_ENDPOINT_URL", emulator.endpoint().toString(),
                        "AWS_ENDPOINT_URL_S3", s3AndSts.toString(),
                        "AWS_ENDPOINT_URL_STS", s3AndSts.toString(),
                        "AWS_REGION", EmulatorAddress.REGION.id(),
                        "AWS_ACCESS_KEY_ID", Emulator.SOURCE_ACCOUNT,
                        "AWS_SECRET_ACCESS_KEY", Account.ADMINISTRATOR_SECRET));
        awaitReady(BackgroundProcess.start(builder, started));
    }

    private List<String> words() {
        Path python = VirtualEnvironment.prepare(checkout, new Ministack(), ignored -> {})
                .python();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        int environments = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);
        List<String> words = new ArrayList<>(List.of(python.toString(), "-c", IN_OWN_SESSION));
        words.addAll(List.of(java.toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        words.addAll(TlsCertificate.trustedBy(emulator.certificate().trustStore()));
        words.addAll(List.of("-cp", classPath(checkout), MAIN_CLASS));
        words.addAll(List.of("--function", SandboxLifecycle.WORKFLOW_FUNCTION_NAME + "=" + workflowPort));
        // Listens last: its health is waited for.
        words.addAll(List.of("--function", SandboxLifecycle.FUNCTION_NAME + "=" + port));
        words.addAll(List.of("--work", directory.hostWorkingDirectory().toString()));
        words.addAll(List.of("--runtime-client", RuntimeClientKind.current().toString()));
        words.addAll(List.of(
                "--runtime", checkout.root().resolve("sandbox/target/runtime").toString()));
        words.addAll(List.of("--environments", Integer.toString(environments), "--prewarmed", "2"));
        words.addAll(List.of("--log", directory.functionLog().toString()));
        return words;
    }

    /** The sandbox's classes and libraries, as the build leaves them. */
    public static String classPath(Checkout checkout) {
        Path target = checkout.root().resolve("sandbox/target");
        return target.resolve("classes") + File.pathSeparator + target.resolve("lib") + "/*";
    }

    private void awaitReady(Process process) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI health = URI.create("http://127.0.0.1:" + port + "/health");
            if (!new HealthCheck(http, health).await(process, TIMEOUT)) {
                throw new SandboxException("The Lambda host did not start:\n" + LogTail.of(directory.hostLog())
                        + "\nThe complete output is in " + directory.hostLog()
                        + ". Run bin/sandbox down, then run the command again.");
            }
        }
    }
}
