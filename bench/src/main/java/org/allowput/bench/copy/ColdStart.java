package org.allowput.bench.copy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.bench.copy.Contender.Task;
import org.allowput.bench.server.CpuPinning;
import org.allowput.bench.server.S3Server;
import org.allowput.bench.server.StsStub;
import org.allowput.bench.workload.EventBatches;
import org.allowput.contract.FunctionClass;
import org.allowput.emulator.local.TlsCertificate;
import org.allowput.host.LambdaHost;
import org.allowput.host.function.DeployedFunction;
import org.allowput.host.function.DeployedFunctions;
import org.allowput.host.function.FunctionCode;
import org.allowput.host.function.InitializationType;
import org.allowput.host.function.SessionCredentials;
import org.allowput.host.invocation.InvocationResult;
import org.allowput.host.settings.HostSettings;

/**
 * The function's first copy, in AWS's own runtime client on one core.
 *
 * @param kind without SnapStart, or with its hooks
 * @param options of the JVM, besides those of Lambda
 */
public record ColdStart(String name, InitializationType kind, List<String> options) {
    private static final Pattern REPORT =
            Pattern.compile("REPORT .*\tDuration: ([\\d.]+) ms.*\t(?:Init|Restore) Duration: ([\\d.]+) ms.*");

    /**
     * What it took, in seconds.
     *
     * @param all from the start of the JVM to the answer; where there are SnapStart's hooks they are in it
     * @param start until the function asked for its first event; with SnapStart the hook after the restore alone
     * @param first from the event to the answer
     */
    public record Seconds(double all, double start, double first) {}

    public Seconds run(Task task, UnpackedFunction deployed, Path runtime) throws IOException, InterruptedException {
        BlockingQueue<String> reports = new LinkedBlockingQueue<>();
        try (StsStub sts = StsStub.start(task.store());
                LambdaHost host = LambdaHost.start(settings(task, deployed, sts, runtime, reports), 0)) {
            String event = new EventBatches(
                            S3Server.SOURCE, task.work().prefix(), task.work().size())
                    .of(0, 1);
            long started = System.nanoTime();
            InvocationResult answer = host.invoke("live", event);
            double all = (System.nanoTime() - started) / 1e9;
            if (!answer.equals(new InvocationResult.Returned("{\"batchItemFailures\":[]}"))) {
                throw new IllegalStateException("not copied: " + answer);
            }
            String report = reports.poll(10, TimeUnit.SECONDS);
            Matcher times = REPORT.matcher(report == null ? "" : report);
            if (!times.matches()) {
                throw new IllegalStateException("no report of the first invocation, but " + report);
            }
            return new Seconds(
                    all, Double.parseDouble(times.group(2)) / 1000, Double.parseDouble(times.group(1)) / 1000);
        }
    }

    private HostSettings settings(
            Task task, UnpackedFunction deployed, StsStub sts, Path runtime, BlockingQueue<String> reports)
            throws IOException {
        Map<String, String> variables = new TreeMap<>(FunctionContender.environment(task, sts));
        variables.keySet().removeAll(List.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_REGION"));
        DeployedFunction function = new DeployedFunction(
                "ReplicateObjects",
                "arn:aws:lambda:us-east-1:222222222222:function:ReplicateObjects:1",
                "1",
                "r",
                FunctionClass.REPLICATION_HANDLER.qualifiedName(),
                "arn:aws:iam::222222222222:role/function",
                variables,
                1769,
                Duration.ofMinutes(15),
                FunctionCode.digest(Files.readAllBytes(deployed.zip())),
                kind);
        List<String> all = new ArrayList<>(
                TlsCertificate.trustedBy(task.store().certificate().trustStore()));
        all.addAll(options);
        return new HostSettings(
                new Only(function, deployed.zip()),
                ignored -> new SessionCredentials(
                        S3Server.SOURCE_OWNER.accessKeyId(),
                        S3Server.SOURCE_OWNER.secretAccessKey(),
                        "",
                        Instant.now().plus(Duration.ofHours(1))),
                // Kept between runs: Lambda has the zip unpacked when it starts the JVM.
                task.scratch().resolveSibling("host"),
                runtime,
                java(task.scratch()),
                Map.of(),
                all,
                1,
                line -> {
                    if (line.message().startsWith("REPORT ")) {
                        reports.add(line.message());
                    }
                });
    }

    /** Java on the client's core. */
    private static Path java(Path folder) throws IOException {
        String command = String.join(" ", CpuPinning.CLIENT.command(List.of(UnpackedFunction.executable())));
        Path script = Files.writeString(folder.resolve("java"), "#!/bin/sh\nexec " + command + " \"$@\"\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    /** One function for every qualifier. */
    private record Only(DeployedFunction function, Path zip) implements DeployedFunctions {
        @Override
        public DeployedFunction find(String qualifier) {
            return function;
        }

        @Override
        public byte[] code(DeployedFunction ignored) throws IOException {
            return Files.readAllBytes(zip);
        }
    }
}
