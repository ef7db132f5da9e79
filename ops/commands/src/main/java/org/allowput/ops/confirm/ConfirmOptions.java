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
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.cli.DurationConverter;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What is compared, and by whose checksums. */
public final class ConfirmOptions {
    @ArgGroup(multiplicity = "1")
    private Choice choice = new Choice();

    /** One of the two. */
    private static final class Choice {
        @ArgGroup(exclusive = false)
        private @Nullable Comparison comparison;

        @Option(
                names = "--report",
                paramLabel = "NAME",
                description = "Compares with what the jobs computed that --create has created under that name.")
        private @Nullable String report;
    }

    /** What is compared. */
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

    /**
     * Compares, prints the difference and returns the exit code.
     *
     * @param typed the options of the stack, for the command that is to be typed next
     */
    int run(DeployedStack stack, String typed, Output output) {
        try {
            Comparison comparison = choice.comparison;
            if (comparison == null) {
                return print(reported(stack, String.valueOf(choice.report)), output);
            }
            NotedObjects noted = comparison.in(stack, output);
            return comparison.create ? create(noted, stack, typed, output) : print(compare(noted), output);
        } catch (IOException | UncheckedIOException e) {
            throw new OperationException("The comparison could not be made: " + e.getMessage(), e);
        }
    }

    private static Result reported(DeployedStack stack, String name) throws IOException {
        ChecksumJobs jobs = new ChecksumJobs(stack);
        Confirmation confirmation = jobs.open(name);
        jobs.compare(name, confirmation);
        return confirmation.result();
    }

    private static Result compare(NotedObjects noted) {
        Result result = new Result();
        noted.compare(
                Instant.now(),
                result,
                objects -> new StoredChecksums(noted.s3(), noted.bucket()).compare(objects, result));
        return result;
    }

    private static int create(NotedObjects noted, DeployedStack stack, String typed, Output output) throws IOException {
        ChecksumJobs jobs = new ChecksumJobs(stack);
        Instant now = Instant.now();
        String name = ChecksumJobs.nameAt(now);
        Result result = new Result();
        List<Confirmation.Job> created = new ArrayList<>();
        noted.compare(now, result, objects -> created.addAll(jobs.create(name, objects)));
        jobs.keep(name, new Confirmation(result, created));
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
                                typed));
        return ExitStatus.OK.code();
    }

    private static int print(Result result, Output output) {
        if (output.isJson()) {
            output.print(result.asJson());
        } else {
            result.write(output.writer());
        }
        return (result.isClean() ? ExitStatus.OK : ExitStatus.FINDINGS).code();
    }
}
