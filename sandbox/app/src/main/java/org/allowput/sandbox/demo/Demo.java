package org.allowput.sandbox.demo;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.allowput.ops.access.Attempt;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.Output;
import org.allowput.ops.queue.QueueDepth;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxAccess;
import software.amazon.awssdk.services.s3.S3Client;

/** Files put as account B, waited for and compared as account A, and what nobody may do tried. */
public record Demo(Sandbox sandbox, PrintWriter out) {
    private static final int UPLOADS_AT_A_TIME = 4;
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    /** Of the terminal's columns, for what the table has beside the key. */
    private static final int OTHER_COLUMNS = 40;

    private static final int NARROWEST_KEY = 8;
    private static final DateTimeFormatter PREFIX =
            DateTimeFormatter.ofPattern("'demo-'yyyyMMdd'T'HHmmss'Z/'").withZone(ZoneOffset.UTC);

    /** Returns whether every object arrived as it was and every access was answered as it has to be. */
    public boolean run(Path folder) {
        String prefix = PREFIX.format(Instant.now());
        List<Path> files = DemoFiles.of(folder);
        out.printf(
                "uploading %d files of %s as account B to s3://%s/%s%n",
                files.size(), folder, sandbox.sourceBucket(), prefix);
        Arrivals arrivals = new Arrivals(sandbox.target().s3(), sandbox.targetBucket(), prefix);
        List<Upload> uploads = upload(folder, files, prefix, arrivals);

        out.println("comparing what arrived with what was uploaded, as account A");
        Map<String, String> differences = compare(uploads);
        out.println("trying what has to be refused");
        List<Attempt> attempts = SandboxAccess.check(sandbox);

        print(uploads, arrivals, differences);
        out.println();
        out.print(Attempt.report(attempts));
        out.flush();
        return differences.isEmpty() && attempts.stream().allMatch(Attempt::asExpected);
    }

    private List<Upload> upload(Path folder, List<Path> files, String prefix, Arrivals arrivals) {
        S3Client s3 = sandbox.source().s3();
        AtomicInteger finished = new AtomicInteger();
        ThrottledProgress progress = new ThrottledProgress(out);
        try (ExecutorService threads = Executors.newFixedThreadPool(UPLOADS_AT_A_TIME + 1)) {
            CompletableFuture<?> listed = CompletableFuture.runAsync(
                    () -> arrivals.await(
                            files.size(),
                            TIMEOUT,
                            () -> finished.get() < files.size() || isQueueInUse(),
                            arrived -> progress.print("uploaded %d of %d files, arrived %d"
                                    .formatted(finished.get(), files.size(), arrived))),
                    threads);
            List<CompletableFuture<Upload>> uploads = files.stream()
                    .map(file -> CompletableFuture.supplyAsync(
                                    () -> Upload.of(
                                            file,
                                            prefix + DemoFiles.relativeKey(folder, file),
                                            s3,
                                            sandbox.sourceBucket()),
                                    threads)
                            .whenComplete((upload, failure) -> finished.incrementAndGet()))
                    .toList();
            listed.join();
            return uploads.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Whether messages wait in the queue, or the function has some. */
    private boolean isQueueInUse() {
        QueueDepth depth = QueueDepth.of(sandbox.source().sqs(), sandbox.queueUrl());
        return depth.waiting() > 0 || depth.inFlight() > 0;
    }

    private Map<String, String> compare(List<Upload> uploads) {
        S3Client target = sandbox.target().s3();
        Map<String, String> differences = new TreeMap<>();
        for (Upload upload : uploads) {
            upload.differenceIn(target, sandbox.targetBucket())
                    .ifPresent(difference -> differences.put(upload.key(), difference));
        }
        return differences;
    }

    private void print(List<Upload> uploads, Arrivals arrivals, Map<String, String> differences) {
        // bin/sandbox passes it on; 0 without a terminal.
        int columns = Integer.getInteger("terminal.columns", 0);
        int longest = columns == 0 ? Integer.MAX_VALUE : Math.max(NARROWEST_KEY, columns - OTHER_COLUMNS);
        out.println();
        out.print(Output.table(uploads.stream()
                .map(upload -> Output.facts(
                        "object", EscapedText.shortened(upload.key(), longest),
                        "bytes", upload.bytes(),
                        "put to visible", shown(delay(upload, arrivals)),
                        "arrived", differences.getOrDefault(upload.key(), "identical")))
                .toList()));
        List<Duration> delays = uploads.stream()
                .map(upload -> delay(upload, arrivals))
                .flatMap(Optional::stream)
                .sorted()
                .toList();
        out.printf(
                "%d objects, %d identical. From the answer to the PUT in B until A's listing shows the object: "
                        + "median %d ms, longest %d ms, each at most %d ms too long (one listing).%n",
                uploads.size(),
                uploads.size() - differences.size(),
                delays.isEmpty() ? 0 : delays.get(delays.size() / 2).toMillis(),
                delays.isEmpty() ? 0 : delays.getLast().toMillis(),
                arrivals.resolution().toMillis());
    }

    private static String shown(Optional<Duration> delay) {
        return delay.map(each -> "%11d ms".formatted(each.toMillis())).orElse("-");
    }

    /** An object that A sees before B has its answer took no time. */
    private static Optional<Duration> delay(Upload upload, Arrivals arrivals) {
        return Optional.ofNullable(arrivals.arrived().get(upload.key()))
                .map(arrived -> Duration.between(upload.acknowledged(), arrived))
                .map(delay -> delay.isNegative() ? Duration.ZERO : delay);
    }
}
