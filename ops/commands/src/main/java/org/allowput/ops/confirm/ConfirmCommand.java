package org.allowput.ops.confirm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.DeploymentStacks;
import org.allowput.ops.aws.StackOptions;
import org.allowput.ops.cli.DurationConverter;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.OperatorCommand;
import org.allowput.ops.cli.Output;
import org.allowput.ops.cli.TimeConverter;
import org.allowput.ops.records.S3Address;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.s3.S3Client;

@Command(
        name = "confirm",
        description =
                "Run by account A: compares each object of its bucket with the receipts that account B delivers there,"
                        + " and lists what differs, what is missing, and what nobody noted.",
        exitCodeList = "1:Something differs, is missing, has no receipt or could not be read.",
        footer = {
            "",
            "Details: docs/for-account-a.md#confirm.",
            "Examples:",
            "  bin/confirm --receipts _deliveries/",
            "  bin/confirm --receipts _deliveries/ --since 2026-01-31T00:00:00Z",
            "  bin/confirm --receipts _deliveries/ --report s3://bucket/job-ID/manifest.json"
        })
public class ConfirmCommand implements OperatorCommand {
    private static final String MANIFEST = "/manifest.json";

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private StackOptions stack = new StackOptions(DeploymentStacks.TARGET);

    @Mixin
    private Output output = new Output();

    @Option(
            names = "--receipts",
            required = true,
            paramLabel = "PREFIX",
            description = "How the keys of the receipts begin: receipts.deliverTo, or DeliverReceiptsTo.")
    private String receipts = "";

    @Option(
            names = "--report",
            paramLabel = "ADDRESS",
            description = "The manifest.json of the completion report of a Compute checksum job, as s3://bucket/key in"
                    + " a bucket that account B cannot write; again for another job. Without it, the checksums that S3"
                    + " keeps since the PUT are compared.")
    private List<String> reports = List.of();

    @Option(names = "--prefix", defaultValue = "", description = "Only keys that begin with this.")
    private String prefix = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Objects that arrived since then (1d, 2026-01-31, 2026-01-31T00:00:00Z) have a receipt or are"
                    + " listed. Default: since the first receipt.")
    private @Nullable Instant since;

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            defaultValue = "15m",
            converter = DurationConverter.class,
            description = "Objects that arrived more recently may have no receipt yet: 90s, 15m, 2h, 1d. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Duration grace = Duration.ofMinutes(15);

    @Override
    public Integer call() {
        return stack.run(this::run);
    }

    int run(DeployedStack deployed) {
        if (receipts.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(), "--receipts is empty, expected how the keys of the receipts begin");
        }
        String bucket = deployed.outputs().get(StackOutput.TARGET_BUCKET_NAME);
        S3Client s3 = deployed.clients().patientS3();
        List<CompletionReport> computed = reports.stream()
                .map(report -> new CompletionReport(s3, manifest(report, bucket)))
                .toList();
        try (Confirmed confirmed = new Confirmed(
                new Confirmed.Bucket(s3, bucket, receipts, prefix, Optional.ofNullable(since), grace),
                computed,
                output.errorWriter(),
                Instant.now())) {
            return new ConfirmOutput(confirmed, output).print(bucket + "/" + prefix);
        } catch (IOException | UncheckedIOException e) {
            throw new OperationException("The comparison could not be made: " + e.getMessage(), e);
        }
    }

    /** @throws OperationException if it is no such address, or account B can have written what is there */
    private static S3Address manifest(String report, String bucket) {
        if (!report.startsWith("s3://") || !report.endsWith(MANIFEST)) {
            throw new OperationException("--report: seen " + report + ", expected s3://bucket/prefix/job-ID" + MANIFEST
                    + ", which the job wrote.");
        }
        S3Address address = S3Address.parse(report);
        if (address.bucket().equals(bucket)) {
            throw new OperationException("--report: seen " + report + ", in the bucket that account B can write,"
                    + " expected another bucket: have the job write its report there.");
        }
        return address;
    }
}
