package org.allowput.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.allowput.contract.FailureCause;
import org.junit.jupiter.api.Test;

/** Every cause of a failure that the function can log is in the runbook and in the commands for operators. */
class CausesTest {
    private static final Pattern FIRST_CELL = Pattern.compile("(?m)^ *(`[A-Z][^|]*) \\| ");
    private static final Pattern CAUSE = Pattern.compile("`([A-Z]\\w+)`");

    private static final String RUNBOOK = "on-call.md";

    @Test
    void theSectionOfDeadLettersHasEveryCause() throws IOException {
        String causes = String.join("\n", matches(FIRST_CELL, section(RUNBOOK, "dead-letters")));

        assertThat(matches(CAUSE, causes)).isEqualTo(all());
    }

    @Test
    void theScheduleHasEveryCauseThatIsRetried() throws IOException {
        String causes = section(RUNBOOK, "retries")
                .lines()
                .filter(line -> line.startsWith("| `"))
                .collect(Collectors.joining("\n"));

        assertThat(matches(CAUSE, causes)).isEqualTo(retried());
    }

    @Test
    void theCommandsForTheStatusCountEveryCause() throws IOException {
        String loop = section("commands.md", "status")
                .lines()
                .filter(line -> line.startsWith("for cause in "))
                .findFirst()
                .orElseThrow();

        assertThat(matches(Pattern.compile("\\b([A-Z]\\w+)"), loop)).isEqualTo(all());
    }

    private static Set<String> all() {
        return Arrays.stream(FailureCause.values())
                .map(FailureCause::label)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> retried() {
        return Arrays.stream(FailureCause.values())
                .filter(FailureCause::retryable)
                .map(FailureCause::label)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String section(String page, String name) throws IOException {
        return Files.readString(Path.of("..", "..", "docs", page))
                .split("\n## " + name + "\n", 2)[1]
                .split("\n## ", 2)[0];
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
