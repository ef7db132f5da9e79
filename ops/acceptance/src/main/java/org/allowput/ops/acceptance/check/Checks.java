package org.allowput.ops.acceptance.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.allowput.ops.cli.OperationException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Runs checks one after another, and keeps their results and what was measured; other threads may ask for these as
 * well. A probe returns what it saw, which has to be what is expected; it can say more in parentheses. A check that
 * only AWS can answer also runs in an emulator where it can, so that its code is tested; its verdict there is
 * {@value #NOT_ANSWERED} in any case.
 */
public final class Checks {
    static final String PASSED = "passed";
    static final String FAILED = "FAILED";
    static final String NOT_ANSWERED = "not answered here";
    static final String MEASURED = "measured";

    private final boolean onAws;
    private final Consumer<String> progress;
    private final List<Result> results = new CopyOnWriteArrayList<>();

    /**
     * One check, or a value that was measured beside what a document predicts.
     *
     * @param seen what happened
     * @param reason why the endpoint cannot answer; empty if it can
     */
    record Result(String name, String expected, String seen, Duration time, String verdict, String reason) {
        String seconds() {
            return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
        }
    }

    public Checks(boolean onAws, Consumer<String> progress) {
        this.onAws = onAws;
        this.progress = progress;
    }

    /** A check that AWS and the emulator answer. */
    public void check(String name, String expected, Callable<String> probe) {
        onAws(name, expected, "", probe);
    }

    /** A check that only AWS answers, and that cannot run in an emulator at all. */
    public void onAwsOnly(String name, String expected, String difference, Callable<String> probe) {
        onAws(name, expected, difference, onAws ? probe : () -> "not tried");
    }

    /**
     * A check that only AWS answers.
     *
     * @param difference what the emulator does instead; empty if it answers, too
     */
    public void onAws(String name, String expected, String difference, Callable<String> probe) {
        long start = System.nanoTime();
        String seen;
        try {
            seen = probe.call();
        } catch (SdkException | OperationException e) {
            seen = String.valueOf(e.getMessage());
        } catch (Exception e) {
            seen = e.toString();
        }
        boolean answered = onAws || difference.isEmpty();
        boolean asExpected = seen.equals(expected) || seen.startsWith(expected + " (");
        add(new Result(
                name,
                expected,
                seen,
                Duration.ofNanos(System.nanoTime() - start),
                !answered ? NOT_ANSWERED : asExpected ? PASSED : FAILED,
                answered ? "" : difference));
    }

    /**
     * Keeps a value that was measured.
     *
     * @param predicted what a document predicts
     * @param source the document
     */
    void measure(String name, double value, String unit, double predicted, String source) {
        add(new Result(
                name,
                number(predicted) + " " + unit + ", " + source,
                number(value) + " " + unit,
                Duration.ZERO,
                MEASURED,
                ""));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%,.0f", value);
    }

    private void add(Result result) {
        results.add(result);
        progress.accept("%-20s %s%n    expected: %s%n    seen:     %s (%s s)%s"
                .formatted(
                        result.verdict(),
                        result.name(),
                        result.expected(),
                        result.seen(),
                        result.seconds(),
                        result.reason().isEmpty() ? "" : "\n    reason:   " + result.reason()));
    }

    List<Result> results() {
        return List.copyOf(results);
    }

    public boolean haveFailed() {
        return count(FAILED) > 0;
    }

    /** One sentence about all checks. */
    public String summary() {
        return "%d checks: %d passed, %d failed, %d not answered here."
                .formatted(results.size() - count(MEASURED), count(PASSED), count(FAILED), count(NOT_ANSWERED));
    }

    private long count(String verdict) {
        return results.stream().filter(each -> each.verdict().equals(verdict)).count();
    }

    /**
     * Writes what was found, for others: without names and numbers of accounts.
     *
     * @param facts lines about the endpoint, Region, version and tools
     * @param note how the run ended, if it did not reach its end
     */
    public Path write(Path file, Instant start, String facts, String note, Redactor redactor) {
        String protocol = """
            # Acceptance of %s

            %s- duration: %d minutes

            %s
            %s
            ## Checks and measurements

            | check | verdict | expected | seen | s |
            | --- | --- | --- | --- | --- |
            %s\
            """.formatted(
                        start.truncatedTo(ChronoUnit.MINUTES),
                        facts,
                        Duration.between(start, Instant.now()).toMinutes(),
                        summary(),
                        note.isEmpty() ? "" : "\n" + cell(redactor, note) + "\n",
                        results.stream().map(each -> row(redactor, each)).collect(Collectors.joining()));
        try {
            return Files.writeString(file, protocol);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String row(Redactor redactor, Result check) {
        return "| %s | %s | %s | %s | %s |%n"
                .formatted(
                        check.name(),
                        check.verdict(),
                        cell(redactor, check.expected()),
                        cell(redactor, check.seen() + (check.reason().isEmpty() ? "" : " (" + check.reason() + ")")),
                        check.seconds());
    }

    private static String cell(Redactor redactor, String text) {
        return redactor.redact(text).replace("|", "\\|").replaceAll("\\s+", " ").strip();
    }
}
