package org.allowput.ops.acceptance.protocol;

import static org.allowput.ops.acceptance.check.CheckResult.Verdict.FAILED;
import static org.allowput.ops.acceptance.check.CheckResult.Verdict.NOT_ANSWERED;
import static org.allowput.ops.acceptance.check.CheckResult.Verdict.PASSED;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.allowput.ops.acceptance.account.Redactor;
import org.allowput.ops.acceptance.check.CheckResult;
import org.allowput.ops.acceptance.measure.MeasuredValue;

/**
 * What a run found, for others.
 *
 * @param facts date, Region, version and tools
 * @param note how the run ended, if it did not reach its end
 */
public record Protocol(
        Instant start,
        Duration duration,
        Map<String, String> facts,
        List<CheckResult> checks,
        List<MeasuredValue> measurements,
        String note) {
    /** Writes {@code protocol.md}, without names and numbers of accounts. */
    public Path write(Path folder, Redactor redactor) {
        Protocol redacted = new Protocol(
                start,
                duration,
                facts,
                checks.stream().map(each -> each.redacted(redactor)).toList(),
                measurements,
                redactor.redact(note));
        try {
            return Files.writeString(folder.resolve("protocol.md"), redacted.markdown());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long count(CheckResult.Verdict verdict) {
        return checks.stream().filter(each -> each.verdict() == verdict).count();
    }

    /** One sentence about all checks. */
    public String summary() {
        return "%d checks: %d passed, %d failed, %d not answered here."
                .formatted(checks.size(), count(PASSED), count(FAILED), count(NOT_ANSWERED));
    }

    private String markdown() {
        StringBuilder text = new StringBuilder("# Acceptance of ")
                .append(start.truncatedTo(ChronoUnit.MINUTES))
                .append("\n\n");
        facts.forEach((name, value) ->
                text.append("- ").append(name).append(": ").append(value).append('\n'));
        text.append("- duration: ").append(duration.toMinutes()).append(" minutes\n\n");
        text.append(summary()).append('\n');
        if (!note.isEmpty()) {
            text.append('\n').append(cell(note)).append('\n');
        }
        text.append("\n## Checks\n\n| check | verdict | expected | seen | s |\n| --- | --- | --- | --- | --- |\n");
        for (CheckResult check : checks) {
            String seen = check.seen() + (check.reason().isEmpty() ? "" : " (" + check.reason() + ")");
            text.append("| %s | %s | %s | %s | %s |%n"
                    .formatted(
                            cell(check.name()),
                            check.verdict(),
                            cell(check.expected()),
                            cell(seen),
                            seconds(check.time())));
        }
        text.append("""

            ## Measurements

            | measurement | value | predicted | ratio | source |
            | --- | --- | --- | --- | --- |
            """);
        for (MeasuredValue each : measurements) {
            text.append("| %s | %s %s | %s | %s | %s |%n"
                    .formatted(
                            cell(each.name()),
                            MeasuredValue.text(each.value()),
                            each.unit(),
                            each.predicted().map(MeasuredValue::text).orElse(""),
                            each.ratio().map(MeasuredValue::text).orElse(""),
                            each.source()));
        }
        return text.toString();
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replaceAll("\\s+", " ").strip();
    }
}
