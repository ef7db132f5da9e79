package org.allowput.sandbox.contract;

import static org.allowput.sandbox.contract.SynthesizedTemplate.number;
import static org.allowput.sandbox.contract.SynthesizedTemplate.object;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.allowput.emulator.testing.DocumentedTable;
import org.allowput.lambda.events.DeliveryResult.Urgency;
import org.allowput.lambda.large.RetryTaskException;
import org.allowput.lambda.retry.RetrySchedule;
import org.junit.jupiter.api.Test;

/**
 * How long it takes from a cause to its alarm, and how long the workflow for large objects retries: by the template, as
 * a test of its module wrote it, and the schedule.
 */
class TimeToAlarmTest {
    private static final Duration LONGEST_DELAY =
            RetrySchedule.range(Urgency.LOW, 100).longest();
    /** The metric's resolution, and the time between two evaluations. */
    private static final Duration EVALUATION = Duration.ofMinutes(2);

    private final SynthesizedTemplate template = SynthesizedTemplate.read("source");

    @Test
    void theRunbookHasTheTimesOfTheTemplates() throws IOException {
        DocumentedTable.check("time-to-alarm", table());
    }

    @Test
    void anAlarmDoesNotEndBetweenTwoDeliveriesOfAMessageThatFails() {
        for (String name : List.of("AssumeRoleDenied", "AccessDenied", "OldestFailedMessage")) {
            assertThat(Duration.ofSeconds(number(alarm(name), "Period")))
                    .as(name)
                    .isGreaterThanOrEqualTo(LONGEST_DELAY);
        }
    }

    @Test
    void throttlingForAnHourStartsAnAlarm() {
        assertThat(ofAge("OldestFailedMessage")).isLessThan(Duration.ofHours(1));
    }

    private String table() {
        return """
                | cause | alarm | starts after at most |
                | --- | --- | --- |
                """
                + row(
                        "account A denies AssumeRole (a function with a session notices up to an hour later)",
                        "AssumeRoleDenied",
                        ofCount("AssumeRoleDenied"))
                + row(
                        "account A [revokes the role](for-account-a.md#revoke), S3 or KMS denies access, or a KMS key"
                                + " is disabled",
                        "AccessDenied",
                        ofCount("AccessDenied"))
                + row("S3 throttles for an hour", "OldestFailedMessage", ofAge("OldestFailedMessage"))
                + row("malformed messages", "DeadLetters", ofCount("DeadLetters"));
    }

    private static String row(String cause, String alarm, Duration time) {
        return "| %1$s | [%2$s](#%2$s) | %3$d minutes |\n".formatted(cause, section(alarm), time.toMinutes());
    }

    /** Starts with the first failure. */
    private Duration ofCount(String name) {
        Map<?, ?> alarm = alarm(name);
        assertThat(number(alarm, "Threshold")).isZero();
        return evaluation(alarm);
    }

    /** Starts with the first delivery after so many seconds. */
    private Duration ofAge(String name) {
        Map<?, ?> alarm = alarm(name);
        return Duration.ofSeconds(number(alarm, "Threshold"))
                .plus(LONGEST_DELAY)
                .plus(evaluation(alarm));
    }

    private static Duration evaluation(Map<?, ?> alarm) {
        return Duration.ofSeconds(number(alarm, "Period"))
                .multipliedBy(number(alarm, "EvaluationPeriods") - 1L)
                .plus(EVALUATION);
    }

    @Test
    void theRunbookHasTheDelaysOfTheDefinition() throws IOException {
        DocumentedTable.check("workflow-schedule", workflowTable());
    }

    private String workflowTable() {
        Map<?, ?> definition = template.workflow();
        Map<?, ?> states = object(definition, "States");
        Map<?, ?> range = object(object(object(object(states, "CopyRanges"), "ItemProcessor"), "States"), "CopyRange");
        Map<?, ?> complete = object(states, "Complete");
        return """
                | a task of the workflow | delays | for |
                | --- | --- | --- |
                """
                + retries("failed, with any cause of the table above", range, RetryTaskException.class.getName())
                + retries("*CopyRange* ended without a response", range, "States.Timeout")
                + retries("*Plan* or *Complete* ended without a response", complete, "States.Timeout")
                + retries("was throttled by Lambda", range, "Lambda.TooManyRequestsException");
    }

    private String retries(String what, Map<?, ?> state, String error) {
        Map<?, ?> retrier = ((List<?>) Objects.requireNonNull(state.get("Retry")))
                .stream()
                        .map(each -> (Map<?, ?>) each)
                        .filter(each -> ((List<?>) Objects.requireNonNull(each.get("ErrorEquals")))
                                .stream().anyMatch(name -> error.equals(name) || "States.ALL".equals(name)))
                        .findFirst()
                        .orElseThrow();
        int longest = retrier.containsKey("MaxDelaySeconds") ? number(retrier, "MaxDelaySeconds") : Integer.MAX_VALUE;
        List<Integer> delays = IntStream.range(0, number(retrier, "MaxAttempts"))
                .mapToObj(retry -> (int) Math.min(
                        longest, number(retrier, "IntervalSeconds") * Math.pow(number(retrier, "BackoffRate"), retry)))
                .toList();
        long seconds = delays.stream().mapToLong(Integer::longValue).sum();
        boolean random = "FULL".equals(retrier.get("JitterStrategy"));
        String shown = delays.stream().distinct().map(String::valueOf).collect(Collectors.joining(", "));
        return "| %s | %s%s s%s | %s |\n"
                .formatted(
                        what,
                        random ? "random, up to " : "",
                        shown,
                        delays.stream().distinct().count() == 1 ? "" : " and so on",
                        seconds / (random ? 2 : 1) > number(template.workflow(), "TimeoutSeconds")
                                ? "%d days".formatted(number(template.workflow(), "TimeoutSeconds") / 86_400)
                                : String.format(Locale.ROOT, "%.1f h", seconds / 3600.0));
    }

    private Map<?, ?> alarm(String name) {
        return template.properties("AWS::CloudWatch::Alarm", "")
                .filter(alarm -> String.valueOf(alarm.get("AlarmDescription")).endsWith("#" + section(name)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no alarm " + name));
    }

    private static String section(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
