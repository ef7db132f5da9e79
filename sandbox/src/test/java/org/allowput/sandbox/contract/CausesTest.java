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
import org.allowput.lambda.failure.Failure;
import org.junit.jupiter.api.Test;

/** Every cause of a failure that the function can log is in the runbook and in its commands. */
class CausesTest {
    private static final Pattern ROW = Pattern.compile("(?m)^ *\\| `([A-Z]\\w+)` \\| ");
    private static final Pattern HEADER = Pattern.compile("`(\\w+)`");

    private final String runbook;

    CausesTest() throws IOException {
        runbook = Files.readString(Path.of("..", "docs", "operations.md"));
    }

    @Test
    void theSectionOfDeadLettersHasEveryCause() {
        assertThat(matches(ROW, section("dead-letters"))).isEqualTo(all());
    }

    @Test
    void theSectionOfMessagesThatFailForLongHasEveryCauseThatIsRetried() {
        assertThat(matches(ROW, section("oldest-failed-message"))).isEqualTo(retried());
    }

    @Test
    void theScheduleHasEveryCauseThatIsRetried() {
        String header = section("retries")
                .lines()
                .filter(line -> line.startsWith("| after delivery"))
                .findFirst()
                .orElseThrow();

        assertThat(matches(HEADER, header)).isEqualTo(retried());
    }

    @Test
    void theCommandsForTheStatusCountEveryCause() {
        String loop = section("status")
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
        return Arrays.stream(Failure.Cause.values())
                .filter(Failure.Cause::retryable)
                .map(Failure.Cause::label)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String section(String name) {
        return runbook.split("\n## " + name + "\n", 2)[1].split("\n## ", 2)[0];
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
