package org.allowput.ops.confirm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.allowput.contract.StackOutput;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.TargetStackOptions;
import org.allowput.ops.cli.DurationConverter;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.OperatorCommand;
import org.allowput.ops.cli.Output;
import org.allowput.ops.records.ManyAtATime;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

@Command(
        name = "confirm",
        description =
                "Run by account A: compares each object of its bucket with the receipts that account B delivers there,"
                        + " and lists what differs, what is missing, and what nobody noted.",
        exitCodeList = "1:Something differs, is missing, has no receipt or could not be read.",
        footer = {
            "",
            "Details: docs/account-a.md#confirm.",
            "Examples:",
            "  bin/confirm --receipts _deliveries/",
            "  bin/confirm --receipts _deliveries/ --since 2026-01-31T00:00:00Z",
            "  bin/confirm --receipts _deliveries/ --report s3://bucket/job-ID/manifest.json"
        })
public class ConfirmCommand implements OperatorCommand {
    private static final int READ_AT_A_TIME = 48;
    private static final String MANIFEST = "/manifest.json";

    @Mixin
    private TargetStackOptions stack = new TargetStackOptions();

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
    private List<URI> reports = List.of();

    @Option(names = "--prefix", defaultValue = "", description = "Only keys that begin with this.")
    private String prefix = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Objects that arrived since then, such as 2026-01-31T00:00:00Z, have a receipt or are"
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
        String bucket = deployed.outputs().get(StackOutput.TARGET_BUCKET_NAME);
        NotedObjects noted = new NotedObjects(
                deployed.clients().s3(),
                bucket,
                receipts,
                prefix,
                Optional.ofNullable(since),
                grace,
                output.errorWriter());
        Result result = new Result();
        try (CompletionReport computed = new CompletionReport()) {
            for (URI report : reports) {
                computed.read(noted.s3(), manifest(report, bucket));
            }
            noted.compare(
                    Instant.now(),
                    result,
                    reports.isEmpty()
                            ? objects ->
                                    ManyAtATime.forEach(objects, READ_AT_A_TIME, each -> compare(noted, each, result))
                            : objects -> computed.compare(objects, result));
        } catch (IOException | UncheckedIOException e) {
            throw new OperationException("The comparison could not be made: " + e.getMessage(), e);
        }
        return print(result);
    }

    /** @throws OperationException if it is no such address, or account B can have written what is there */
    private static URI manifest(URI report, String bucket) {
        if (!"s3".equals(report.getScheme())
                || !String.valueOf(report.getPath()).endsWith(MANIFEST)) {
            throw new OperationException("--report: seen " + report + ", expected s3://bucket/prefix/job-ID" + MANIFEST
                    + ", which the job wrote.");
        }
        if (report.getAuthority().equals(bucket)) {
            throw new OperationException("--report: seen " + report + ", in the bucket that account B can write,"
                    + " expected another bucket: have the job write its report there.");
        }
        return report;
    }

    /**
     * Compares with the checksum that S3 keeps of an object since it was put.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html">HeadObject</a>
     */
    private static void compare(NotedObjects noted, Expected expected, Result result) {
        HeadObjectResponse head;
        try {
            head = noted.s3().headObject(request -> {
                request.bucket(noted.bucket()).key(expected.key()).checksumMode(ChecksumMode.ENABLED);
                if (!expected.versionId().equals(NotesOfKey.NULL_VERSION)) {
                    request.versionId(expected.versionId());
                }
            });
        } catch (NoSuchKeyException e) {
            result.add(Finding.Kind.MISSING, expected, "deleted since the bucket was listed");
            return;
        }
        Optional<StoredChecksum> seen =
                StoredChecksum.of(head::getValueForField, expected.checksum().algorithm());
        if (seen.isPresent()) {
            result.add(expected, seen.get());
        } else {
            result.add(
                    Finding.Kind.NOT_READ,
                    expected,
                    "S3 keeps no checksum " + expected.checksum().algorithm() + " of it");
        }
    }

    private int print(Result result) {
        if (output.isJson()) {
            output.print(result.asJson());
        } else {
            result.write(output.writer());
        }
        return (result.isClean() ? ExitStatus.OK : ExitStatus.FINDINGS).code();
    }
}
