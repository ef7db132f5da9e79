package org.allowput.ops.acceptance.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Collectors;
import org.allowput.ops.acceptance.check.Checks.Result;

/**
 * What a run found, for others.
 *
 * @param facts Region, version and tools
 * @param note how the run ended, if it did not reach its end
 */
public record Protocol(Instant start, Map<String, String> facts, Checks checks, String note) {
    /** Writes {@code protocol.md}, without names and numbers of accounts. */
    public Path write(Path folder, Redactor redactor) {
        try {
            return Files.writeString(folder.resolve("protocol.md"), markdown(redactor));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String markdown(Redactor redactor) {
        return """
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
                facts.entrySet().stream()
                        .map(fact -> "- " + fact.getKey() + ": " + fact.getValue() + "\n")
                        .collect(Collectors.joining()),
                Duration.between(start, Instant.now()).toMinutes(),
                checks.summary(),
                note.isEmpty() ? "" : "\n" + cell(redactor, note) + "\n",
                checks.results().stream().map(each -> row(redactor, each)).collect(Collectors.joining()));
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
