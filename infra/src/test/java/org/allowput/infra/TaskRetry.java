package org.allowput.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One retrier of a state's definition.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html">Handling errors</a>
 */
record TaskRetry(List<String> errors, int firstSeconds, double rate, int longestSeconds, int retries, String jitter) {
    /** All of a state. */
    static Stream<TaskRetry> all(JsonNode state) {
        return state.get("Retry").valueStream().map(TaskRetry::read);
    }

    /** The first that names the error decides. */
    static TaskRetry of(JsonNode state, String error) {
        return all(state)
                .filter(retry ->
                        retry.errors().contains(error) || retry.errors().contains("States.ALL"))
                .findFirst()
                .orElseThrow();
    }

    private static TaskRetry read(JsonNode retrier) {
        List<String> errors =
                retrier.get("ErrorEquals").valueStream().map(JsonNode::asText).toList();
        int first = retrier.path("IntervalSeconds").asInt(1);
        return new TaskRetry(
                errors,
                first,
                retrier.path("BackoffRate").asDouble(2),
                retrier.path("MaxDelaySeconds").asInt(Integer.MAX_VALUE),
                retrier.path("MaxAttempts").asInt(3),
                retrier.path("JitterStrategy").asText("NONE"));
    }

    /** The largest delay before each retry, in seconds. */
    IntStream delays() {
        return IntStream.range(0, retries).map(retry ->
                (int) Math.min(longestSeconds, firstSeconds * Math.pow(rate, retry)));
    }

    private int longestDelay() {
        return delays().max().orElse(0);
    }

    /** Of all delays together. */
    double averageSeconds() {
        return delays().sum() * (jitter.equals("FULL") ? 0.5 : 1.0);
    }

    /** Of all delays together: that of a value between 0 and {@code d}, all being as likely, is d / sqrt(12). */
    double deviationSeconds() {
        return jitter.equals("FULL")
                ? Math.sqrt(delays().mapToDouble(delay -> (double) delay * delay / 12)
                        .sum())
                : 0;
    }

    /** How many delays are shorter than the longest. */
    long shortDelays() {
        int longest = longestDelay();
        return delays().filter(delay -> delay < longest).count() + 1;
    }

    /** At most so many attempts in that time, if all delays are the longest; random ones seven deviations more. */
    long attemptsWithin(long seconds) {
        if (retries == 0) {
            return 1;
        }
        double longest = longestDelay() * (jitter.equals("FULL") ? 0.5 : 1.0);
        double most = seconds / longest + (jitter.equals("FULL") ? 7 * Math.sqrt(seconds / longest / 3) : 0);
        return Math.min(retries + 1L, (long) Math.ceil(most));
    }
}
