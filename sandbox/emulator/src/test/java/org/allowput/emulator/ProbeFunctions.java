package org.allowput.emulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.Unchecked;
import org.allowput.emulator.testing.Eventually;
import org.crac.Core;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.Runtime;

/** An emulator that runs functions in Java, each of them the probe. */
final class ProbeFunctions implements AutoCloseable {
    static final int ENVIRONMENTS = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Path log;
    private final Emulator emulator;
    private final LambdaClient lambda;
    private final CloudWatchLogsClient logs;
    private final byte[] zip;
    private final String role;

    ProbeFunctions(Path folder) throws IOException {
        log = folder.resolve("function.log");
        emulator = Emulator.start(folder.resolve("emulator"), JavaFunctions.emulatorVariables(folder));
        new JavaFunctions(Map.of("ADDED", "to all"), List.of("-Dadded=yes"), ENVIRONMENTS, log)
                .write(Checkout.current(), folder);
        lambda = emulator.source().lambda();
        logs = emulator.source().configure(CloudWatchLogsClient.builder()).build();
        zip = zip();
        role = emulator.source()
                .iam()
                .createRole(request -> request.roleName("probe").assumeRolePolicyDocument("""
                    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                      "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
                    """))
                .role()
                .arn();
    }

    /** Without SnapStart, with 128 MiB, 20 seconds and these environment variables. */
    void create(String name, Map<String, String> variables) {
        create(name, request -> request.environment(environment -> environment.variables(variables)));
    }

    void create(String name, Consumer<CreateFunctionRequest.Builder> more) {
        lambda.createFunction(request -> more.accept(request.functionName(name)
                .runtime(Runtime.fromValue("java25"))
                .handler(Probe.class.getName())
                .role(role)
                .memorySize(128)
                .timeout(20)
                .code(code -> code.zipFile(SdkBytes.fromByteArray(zip)))));
    }

    /** The answer to an event such as {@code {'do': 'echo', 'what': 1}}. */
    InvokeResponse invoke(String function, String event) {
        return lambda.invoke(request -> request.functionName(function).payload(SdkBytes.fromUtf8String(json(event))));
    }

    String answer(String function, String event) {
        return invoke(function, event).payload().asUtf8String();
    }

    CompletableFuture<String> answerInBackground(String function, String event) {
        return CompletableFuture.supplyAsync(() -> answer(function, event), Thread::startVirtualThread);
    }

    ProcessHandle process(String function) {
        return ProcessHandle.of(Long.parseLong(answer(function, "{'do': 'pid'}")))
                .orElseThrow();
    }

    /** The messages in the log group of a function, which its first environment makes. */
    List<String> lines(String function) {
        try {
            return logs
                    .filterLogEventsPaginator(request -> request.logGroupName("/aws/lambda/" + function))
                    .events()
                    .stream()
                    .map(FilteredLogEvent::message)
                    .toList();
        } catch (ResourceNotFoundException e) {
            return List.of();
        }
    }

    /** The first message of a function for which {@code wanted} holds, waited for. */
    String awaitLine(String function, Predicate<String> wanted) {
        return Eventually.until(
                        TIMEOUT,
                        "the line is in the log",
                        () -> lines(function).stream().filter(wanted).findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** The process of the invocation that hangs, waited for. */
    ProcessHandle hanging(String function) {
        String line = awaitLine(function, message -> message.startsWith("running in "));
        return ProcessHandle.of(Long.parseLong(line.substring("running in ".length())))
                .orElseThrow();
    }

    List<String> file() {
        return Unchecked.get(() -> Files.readAllLines(log));
    }

    LambdaClient lambda() {
        return lambda;
    }

    private static byte[] zip() throws IOException {
        Path crac = Path.of(
                Core.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        Path classes = Path.of("target", "test-classes");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes);
                Stream<Path> files =
                        Files.find(classes, 9, (file, seen) -> file.toString().matches(".*/Probe(\\$.*)?.class"))) {
            for (Path file : files.toList()) {
                zip.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, zip);
            }
            zip.putNextEntry(new ZipEntry("lib/crac.jar"));
            Files.copy(crac, zip);
        }
        return bytes.toByteArray();
    }

    private static String json(String event) {
        return event.replace('\'', '"');
    }

    @Override
    public void close() {
        emulator.close();
    }
}
