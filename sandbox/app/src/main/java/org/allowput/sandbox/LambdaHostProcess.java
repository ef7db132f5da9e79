package org.allowput.sandbox;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.allowput.contract.FunctionVariable;
import org.allowput.emulator.Account;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.EmulatorAddress;
import org.allowput.emulator.local.BackgroundProcess;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.HealthCheck;
import org.allowput.emulator.local.LogTail;
import org.allowput.emulator.local.SetupException;
import org.allowput.emulator.local.StartedProcess;

/** The process of the Lambda host: as account B's administrator it reads what is deployed there, and runs it. */
public record LambdaHostProcess(
        Checkout checkout, StateDirectory directory, EmulatorAddress emulator, URI s3AndSts, int port) {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** No snapshot is taken here, and each start would go through all that the function does for one. */
    public static final Map<String, String> UNPRIMED = unprimed();

    /**
     * A system property, true where functions copy small objects only: their JVMs then do without the second compiler.
     */
    public static final String SMALL_OBJECTS = "sandbox.smallObjects";

    private static final String MAIN_CLASS = "org.allowput.host.LambdaHostMain";

    /** With the compilers of the command line, as JVMs without a snapshot start. */
    private static Map<String, String> unprimed() {
        Map<String, String> variables = new TreeMap<>(Map.of(FunctionVariable.PRIMING_SECONDS.name(), "0"));
        FunctionVariable.OF_SNAPSHOTS.forEach((name, value) -> variables.put(name, ""));
        return Map.copyOf(variables);
    }

    public void start(Consumer<StartedProcess> started) {
        ProcessBuilder builder = new BackgroundJvm(checkout, directory, emulator)
                .builder(BackgroundJvm.FIRST_COMPILER, MAIN_CLASS, arguments(), directory.hostLog());
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

    private List<String> arguments() {
        int environments = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);
        List<String> words = new ArrayList<>();
        words.addAll(List.of("--port", Integer.toString(port)));
        words.addAll(List.of("--work", directory.hostWorkingDirectory().toString()));
        words.addAll(List.of("--runtime", runtime(checkout).toString()));
        UNPRIMED.forEach((name, value) -> words.addAll(List.of("--variable", name + "=" + value)));
        List<String> compilers =
                Boolean.getBoolean(SMALL_OBJECTS) ? BackgroundJvm.FIRST_COMPILER : BackgroundJvm.compilers(checkout);
        compilers.forEach(option -> words.add("--jvm-option=" + option));
        words.addAll(List.of("--environments", Integer.toString(environments)));
        words.addAll(List.of("--log", directory.functionLog().toString()));
        return words;
    }

    /** AWS's Java runtime client, as the build leaves it. */
    public static Path runtime(Checkout checkout) {
        return checkout.root().resolve("sandbox/lambda-host/target/runtime");
    }

    private void awaitReady(Process process) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI health = URI.create("http://127.0.0.1:" + port + "/health");
            if (!new HealthCheck(http, health).await(process, TIMEOUT)) {
                throw new SetupException("The Lambda host did not start:\n" + LogTail.of(directory.hostLog())
                        + "\nThe complete output is in " + directory.hostLog()
                        + ". Run bin/sandbox down, then run the command again.");
            }
        }
    }
}
