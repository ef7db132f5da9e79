package org.allowput.sandbox.contract;

import static org.allowput.contract.FunctionVariable.EXPECTED_MIB_PER_SECOND;
import static org.allowput.contract.FunctionVariable.LARGE_OBJECTS_THRESHOLD_MIB;
import static org.allowput.contract.FunctionVariable.MAX_RECEIVE_COUNT;
import static org.allowput.contract.FunctionVariable.MULTIPART_THRESHOLD_MIB;
import static org.allowput.contract.FunctionVariable.PRIMING_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.contract.MessageRetention;
import org.allowput.emulator.local.Checkout;
import org.junit.jupiter.api.Test;

/** Figures within sentences of the pages: each is what the code, the templates or a table has. */
class StatedFiguresTest {
    private static final Path DOCS = Checkout.current().root().resolve("docs");
    private static final Path SNAPSHOTS = Path.of("..", "..", "infra", "src", "test", "resources", "snapshots");

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
        assertThat(Files.readString(DOCS.resolve("architecture.md")))
                .contains("for [" + PRIMING_SECONDS.byDefault() + " seconds]");
        assertThat(Files.readString(DOCS.resolve("benchmarks.md")))
                .contains("for " + PRIMING_SECONDS.byDefault() + " seconds (`PRIMING_SECONDS`)");
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

    private static int figure(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern).isTrue();
        return Integer.parseInt(found.group(1));
    }
}
