package org.allowput.ops.aws;

import java.time.Instant;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.allowput.contract.LogField;
import org.allowput.contract.StackOutput;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** The log of the function. */
public final class FunctionLog {
    /** CloudWatch Logs answers in pages, of which most are empty where the pattern selects few of many lines. */
    private static final int MOST_PAGES = 300;

    /** CloudWatch Logs takes patterns of 1,024 characters. */
    private static final int LONGEST = 900;

    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}\"\\\\*%]");

    private FunctionLog() {}

    /**
     * Hands on the lines since a time that a filter pattern of JSON selects; none of a log group that was deleted.
     *
     * @return whether the log was read to its end
     */
    public static boolean read(DeployedStack stack, String pattern, Instant since, Consumer<FilteredLogEvent> to) {
        String group = stack.outputs().get(StackOutput.FUNCTION_LOG_GROUP_NAME);
        Iterator<FilterLogEventsResponse> pages = stack.clients()
                .logs()
                .filterLogEventsPaginator(request -> request.logGroupName(group)
                        .startTime(since.toEpochMilli())
                        .filterPattern(pattern))
                .iterator();
        try {
            for (int page = 0; page < MOST_PAGES && pages.hasNext(); page++) {
                pages.next().events().stream()
                        // What another program has written, and what is cut off, is no JSON.
                        .filter(line -> line.message().matches("(?s)\\{.*}\\s*"))
                        .forEach(to);
            }
            return !pages.hasNext();
        } catch (ResourceNotFoundException deleted) {
            return true;
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
