package org.allowput.sandbox.contract;

import static org.allowput.sandbox.contract.SynthesizedTemplate.number;
import static org.allowput.sandbox.contract.SynthesizedTemplate.object;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.allowput.emulator.testing.DocumentedTable;
import org.allowput.lambda.large.RetryTaskException;
import org.junit.jupiter.api.Test;

/**
 * The delays of the workflow for large objects, by the definition in the template, as a test of its module wrote it.
 */
class WorkflowRetriesTest {
    private final Map<?, ?> definition = SynthesizedTemplate.read("source").workflow();

    @Test
    void theRunbookHasTheDelaysOfTheDefinition() throws IOException {
        DocumentedTable.check("workflow-schedule", table());
    }

    private String table() {
        Map<?, ?> states = object(definition, "States");
        Map<?, ?> range = object(object(object(object(states, "CopyRanges"), "ItemProcessor"), "States"), "CopyRange");
        Map<?, ?> complete = object(states, "Complete");
        return """
                | a task of the workflow | delays | for |
                | --- | --- | --- |
                """
                + row("failed, with any cause of the table above", range, RetryTaskException.class.getName())
                + row("*CopyRange* ended without a response", range, "States.Timeout")
                + row("*Plan* or *Complete* ended without a response", complete, "States.Timeout")
                + row("was throttled by Lambda", range, "Lambda.TooManyRequestsException");
    }

    private String row(String what, Map<?, ?> state, String error) {
        Map<?, ?> retrier = ((List<?>) Objects.requireNonNull(state.get("Retry")))
                .stream()
                        .map(each -> (Map<?, ?>) each)
                        .filter(each -> ((List<?>) Objects.requireNonNull(each.get("ErrorEquals")))
                                .stream().anyMatch(name -> error.equals(name) || "States.ALL".equals(name)))
                        .findFirst()
                        .orElseThrow();
        int longest = number(retrier, "MaxDelaySeconds");
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
                        delays.getFirst() == longest ? "" : " and so on",
                        seconds / (random ? 2 : 1) > number(definition, "TimeoutSeconds")
                                ? "%d days".formatted(number(definition, "TimeoutSeconds") / 86_400)
                                : String.format(Locale.ROOT, "%.1f h", seconds / 3600.0));
    }
}
