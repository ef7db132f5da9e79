package org.allowput.ops.aws;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.allowput.contract.LogField;
import org.allowput.contract.StackOutput;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;

/** The log of the function. */
public record FunctionLog(CloudWatchLogsClient logs, String group) {
    /** CloudWatch Logs answers in pages, of which most are empty where the pattern selects few of many lines. */
    private static final int MOST_PAGES = 300;

    /** CloudWatch Logs takes patterns of 1,024 characters. */
    private static final int LONGEST = 900;

    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}\"\\\\*%]");

    public static FunctionLog of(DeployedStack stack) {
        return new FunctionLog(stack.clients().logs(), stack.outputs().get(StackOutput.FUNCTION_LOG_GROUP_NAME));
    }

    /**
     * Hands on the lines since a time that a filter pattern selects: when they were written, and their fields.
     *
     * @return whether the log was read to its end
     */
    public boolean read(String pattern, Instant since, BiConsumer<Instant, Map<String, Object>> to) {
        int pages = 0;
        for (FilterLogEventsResponse page : logs.filterLogEventsPaginator(request ->
                request.logGroupName(group).startTime(since.toEpochMilli()).filterPattern(pattern))) {
            page.events()
                    .forEach(event -> fields(event.message())
                            .ifPresent(fields -> to.accept(Instant.ofEpochMilli(event.timestamp()), fields)));
            if (++pages == MOST_PAGES) {
                return page.nextToken() == null;
            }
        }
        return true;
    }

    /** Empty if the line is of another program, or cut off. */
    private static Optional<Map<String, Object>> fields(String line) {
        try {
            return Optional.of(JSON.std.mapFrom(line));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * The pattern that selects the lines about a key. For one with characters that a pattern cannot have, it selects
     * those of all keys that begin or end as this one does.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/matching-terms-json-log-events.html">Using
     *     filter patterns to match terms in JSON log events</a>
     */
    public static String about(String key) {
        String value = key;
        if (key.length() > LONGEST || UNSAFE.matcher(key).find()) {
            String[] parts = UNSAFE.split(key, -1);
            String begin = parts[0].substring(0, Math.min(LONGEST, parts[0].length()));
            String end = parts[parts.length - 1];
            value = begin.length() < end.length() && end.length() <= LONGEST ? "*" + end : begin + "*";
        }
        return "{ $.%s = \"%s\" }".formatted(LogField.SOURCE_KEY, value);
    }
}
