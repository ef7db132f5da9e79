package org.allowput.sandbox.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** After the tests and the reports of an acceptance run: what is left, and what the reports say. */
@Tag("acceptance-end")
class AcceptanceEndIT {
    private static final Path REPORTS = Path.of("target/acceptance-reports");
    private static final Map<String, Pattern> IDENTIFYING = Map.of(
            "ARN", Pattern.compile("arn:aws[\\w-]*:\\S*"),
            "account", Pattern.compile("(?<![0-9.])[0-9]{12}(?![0-9])"),
            "id of a principal or key", Pattern.compile("(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}"),
            "id of a request or key", Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
            "ExternalId", Pattern.compile("acc-[0-9a-z]{6}-[0-9]+"));

    /** With {@code -Dclean=NAME}, what that run has left is removed first. */
    @Test
    void everythingThatTheRunHasCreatedIsRemoved() {
        String clean = System.getProperty("clean", "");

        assertThat(clean.isEmpty() ? Removal.ofLast() : Removal.of(new RunFolder(clean)))
                .isEmpty();
    }

    @Test
    @DisabledIfSystemProperty(
            named = "clean",
            matches = ".+",
            disabledReason = "there are no tests besides the removal")
    void noReportNamesAnAccountAResourceOrTheExternalId() throws IOException {
        List<Path> reports;
        try (Stream<Path> files = Files.walk(REPORTS)) {
            reports = files.filter(file -> file.toString().matches(".*\\.(xml|txt|html)"))
                    .toList();
        }

        assertThat(reports).anyMatch(file -> file.toString().endsWith(".html"));
        for (Path report : reports) {
            String text = Files.readString(report);
            IDENTIFYING.forEach((what, pattern) -> assertThat(
                            pattern.matcher(text).results().map(MatchResult::group))
                    .as("%s in %s", what, report)
                    .isEmpty());
        }
    }
}
