package org.allowput.ops.confirm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import picocli.CommandLine.ArgGroup;
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
            "  bin/confirm --receipts _deliveries/ --since 2026-01-31T00:00:00Z --create",
            "  bin/confirm --report 20260201T093000Z"
        })
public class ConfirmCommand implements OperatorCommand {
    private static final int READ_AT_A_TIME = 48;

    @Mixin
    private TargetStackOptions stack = new TargetStackOptions();

    @Mixin
    private Output output = new Output();

    @ArgGroup(multiplicity = "1")
    private Choice choice = new Choice();

    private static final class Choice {
        @ArgGroup(exclusive = false)
        private @Nullable Comparison comparison;

        @Option(
                names = "--report",
                paramLabel = "NAME",
                description = "Compares with what the jobs computed that --create has created under that name.")
        private @Nullable String report;
    }

    private static final class Comparison {
        @Option(
                names = "--receipts",
                required = true,
                paramLabel = "PREFIX",
                description = "How the keys of the receipts begin: receipts.deliverTo, or DeliverReceiptsTo.")
        private String receipts = "";

        @Option(
                names = "--create",
                description = "Creates jobs of S3 Batch Operations that compute the checksums from the stored bytes."
                        + " Without it, those that S3 keeps since the PUT are compared.")
        private boolean create;

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

        NotedObjects in(DeployedStack stack, Output output) {
            return new NotedObjects(
                    stack.clients().s3(),
                    stack.outputs().get(StackOutput.TARGET_BUCKET_NAME),
                    receipts,
                    prefix,
                    Optional.ofNullable(since),
                    grace,
                    output.errorWriter());
        }
    }

    @Override
    public Integer call() {
        return stack.run(this::run);
    }

    int run(DeployedStack deployed) {
        try {
            Comparison comparison = choice.comparison;
            if (comparison == null) {
                return print(ChecksumJobs.of(deployed).compare(String.valueOf(choice.report)));
            }
            NotedObjects noted = comparison.in(deployed, output);
            return comparison.create ? create(noted, ChecksumJobs.of(deployed)) : print(compare(noted));
        } catch (IOException | UncheckedIOException e) {
            throw new OperationException("The comparison could not be made: " + e.getMessage(), e);
        }
    }

    private static Result compare(NotedObjects noted) {
        Result result = new Result();
        noted.compare(
                Instant.now(),
                result,
                objects -> ManyAtATime.forEach(objects, READ_AT_A_TIME, each -> compare(noted, each, result)));
        return result;
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

    private int create(NotedObjects noted, ChecksumJobs jobs) {
        Instant now = Instant.now();
        String name = ChecksumJobs.nameAt(now);
        Result result = new Result();
        List<Confirmation.Job> created = new ArrayList<>();
        noted.compare(now, result, objects -> created.addAll(jobs.create(name, objects)));
        jobs.keep(name, new Confirmation(result.state(), created));
        long objects = created.stream().mapToLong(Confirmation.Job::objects).sum();
        output.print(
                Map.of(
                        "report",
                        name,
                        "jobs",
                        created.stream().map(Confirmation.Job::id).toList()),
                "%d %s the checksums of %,d objects. When complete: bin/confirm --report %s%s%n"
                        .formatted(
                                created.size(),
                                created.size() == 1 ? "job computes" : "jobs compute",
                                objects,
                                name,
                                stack.typed()));
        return ExitStatus.OK.code();
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
