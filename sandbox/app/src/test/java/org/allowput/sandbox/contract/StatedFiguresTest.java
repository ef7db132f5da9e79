package org.allowput.sandbox.contract;

import static org.allowput.contract.FunctionVariable.EXPECTED_MIB_PER_SECOND;
import static org.allowput.contract.FunctionVariable.LARGE_OBJECTS_THRESHOLD_MIB;
import static org.allowput.contract.FunctionVariable.MAX_RECEIVE_COUNT;
import static org.allowput.contract.FunctionVariable.MULTIPART_THRESHOLD_MIB;
import static org.allowput.contract.FunctionVariable.PRIMING_LIMIT_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.allowput.contract.FailureCause;
import org.allowput.contract.MessageRetention;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.testing.DocumentedTable;
import org.junit.jupiter.api.Test;

/**
 * Figures within sentences of the pages: each is what the code, the templates or a table has. And every cause of a
 * failure that the function can log is in the runbook and in the commands for operators.
 */
class StatedFiguresTest {
    private static final Path DOCS = Checkout.current().root().resolve("docs");
    private static final Path SNAPSHOTS = Path.of("..", "..", "infra", "src", "test", "resources", "snapshots");
    private static final Pattern FIRST_CELL = Pattern.compile("(?m)^ *(`[A-Z][^|]*) \\| ");
    private static final Pattern CAUSE = Pattern.compile("`([A-Z]\\w+)`");

    private static final String RUNBOOK = "on-call.md";

    @Test
    void messagesAreKeptAsLongAsThePagesSay() throws IOException {
        long days = MessageRetention.QUEUE.toDays();
        long deadLetterDays = MessageRetention.DEAD_LETTERS.toDays();

        assertThat(Files.readString(DOCS.resolve("on-call.md")))
                .contains("a message waits for " + days + " days, and a dead letter until " + deadLetterDays + " days")
                .contains("should keep objects for " + deadLetterDays + " days")
                .contains("was delivered " + MAX_RECEIVE_COUNT.byDefault() + " times");
        assertThat(Files.readString(DOCS.resolve("for-account-a.md")))
                .contains("until " + deadLetterDays + " days after an event");
    }

    @Test
    void sizesAndTimesOfCopiesAreTheFunctions() throws IOException {
        int rate = EXPECTED_MIB_PER_SECOND.byDefault();
        int large = LARGE_OBJECTS_THRESHOLD_MIB.byDefault() / 1024;
        String cost = Files.readString(DOCS.resolve("cost-and-scale.md"));
        int hours = figure(cost, "hours in the workflow, 16 ranges at a time \\| . \\| (\\d+)");

        assertThat(cost)
                .contains("Objects above " + MULTIPART_THRESHOLD_MIB.byDefault() + " MiB are copied in parts; above "
                        + large + " GiB");
        assertThat(Files.readString(DOCS.resolve("on-call.md")))
                .contains("expected to copy " + rate + " MiB/s; above " + large + " GiB, 16 invocations")
                .contains("48.8 TiB in [" + hours + " hours]");
        assertThat(Files.readString(DOCS.resolve("benchmarks.md")))
                .contains("ends after " + PRIMING_LIMIT_SECONDS.byDefault() + " (`PRIMING_LIMIT_SECONDS`)");
    }

    @Test
    void theFirstCopyTakesWhatWasMeasured() throws IOException {
        String measured = Files.readString(DOCS.resolve("benchmarks.md"));
        String primed = measured.replaceFirst("(?s).*\nSnapStart, from the restore on \\|.*?\\*\\*(.*?)\\*\\*.*", "$1");
        String notPrimed = measured.replaceFirst("(?s).*\nnot primed \\(another run\\) \\|[ |]*(\\S+)\n.*", "$1");

        assertThat(Files.readString(DOCS.resolve("architecture.md")))
                .contains("takes " + primed + " s instead of " + notPrimed + " s");
    }

    @Test
    void alarmsStartAsThePagesSay() throws IOException {
        String source = Files.readString(SNAPSHOTS.resolve("source.json"));
        String threshold = "\"MetricName\" : \"%s\"(?s:.*?)\"Threshold\" : (\\d+)";
        int failing = figure(source, threshold.formatted("FailedMessageAge"));
        int waiting = figure(source, threshold.formatted("ApproximateAgeOfOldestMessage"));

        assertThat(Files.readString(DOCS.resolve("on-call.md")))
                .contains("A message has failed for " + failing / 60 + " minutes")
                .contains("A message has waited for " + waiting / 60 + " minutes");
    }

    @Test
    void theBucketsKeepThingsAsLongAsThePagesSay() throws IOException {
        String source = Files.readString(SNAPSHOTS.resolve("source.json"));
        String target = Files.readString(SNAPSHOTS.resolve("target.json"));
        int results = figure(source, "\"ExpirationInDays\" : (\\d+),\\s+\"Id\" : \"ExpireResults\"");
        int noncurrent = figure(target, "\"NoncurrentDays\" : (\\d+)");
        int parts = figure(target, "\"DaysAfterInitiation\" : (\\d+)");
        String forAccountA = Files.readString(DOCS.resolve("for-account-a.md"));

        assertThat(Files.readString(DOCS.resolve("architecture.md"))).contains("Results are kept for " + results);
        assertThat(Files.readString(DOCS.resolve("on-call.md"))).contains("which A keeps for " + parts + " days");
        assertThat(forAccountA).contains("[undo](#undo) for " + noncurrent + " days", "If the " + noncurrent + " days");
        assertThat(Files.readString(DOCS.resolve("settings.md")))
                .contains("overwritten and deleted versions for " + noncurrent + " days, B's for one)");
        assertThat(figure(source, "\"NoncurrentDays\" : (\\d+)")).isOne();
    }

    /** {@code -Dsnapshots=update} writes them. */
    @Test
    void thePageListsTheGraphsOfTheTemplates() throws IOException {
        String table = "dashboard of | graphs\n--- | ---\nB | %s\nA, with `target.alarms.email` | %s\n"
                .formatted(graphs("source.json"), graphs("target-everything.json"));
        DocumentedTable.check("dashboards", table);
    }

    /** Of the only dashboard, whose JSON is text in the template's. */
    private static String graphs(String snapshot) throws IOException {
        String template = Files.readString(SNAPSHOTS.resolve(snapshot)).replace("\\\"", "\"");
        return Pattern.compile("\"title\":\"([^\"]+)\"")
                .matcher(template)
                .results()
                .map(title -> title.group(1))
                .collect(Collectors.joining("; "));
    }

    @Test
    void theSectionOfDeadLettersHasEveryCause() throws IOException {
        String causes = String.join("\n", matches(FIRST_CELL, section(RUNBOOK, "dead-letters")));

        assertThat(matches(CAUSE, causes)).isEqualTo(labels(cause -> true));
    }

    @Test
    void theScheduleHasEveryCauseThatIsRetried() throws IOException {
        String causes = section(RUNBOOK, "retries")
                .lines()
                .filter(line -> line.startsWith("| `"))
                .collect(Collectors.joining("\n"));

        assertThat(matches(CAUSE, causes)).isEqualTo(labels(FailureCause::retryable));
    }

    @Test
    void theCommandsForTheStatusCountEveryCause() throws IOException {
        String loop = section("commands.md", "status")
                .lines()
                .filter(line -> line.startsWith("for cause in "))
                .findFirst()
                .orElseThrow();

        assertThat(matches(Pattern.compile("\\b([A-Z]\\w+)"), loop)).isEqualTo(labels(cause -> true));
    }

    private static Set<String> labels(Predicate<FailureCause> which) {
        return Arrays.stream(FailureCause.values())
                .filter(which)
                .map(FailureCause::label)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String section(String page, String name) throws IOException {
        return Files.readString(DOCS.resolve(page))
                .split("\n## " + name + "\n", 2)[1]
                .split("\n## ", 2)[0];
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static int figure(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern).isTrue();
        return Integer.parseInt(found.group(1));
    }
}
