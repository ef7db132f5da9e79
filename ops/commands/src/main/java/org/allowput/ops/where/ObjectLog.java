package org.allowput.ops.where;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.allowput.contract.LogField;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;

/**
 * What the function has logged about one object.
 *
 * @param complete whether the log was read to its end
 */
record ObjectLog(List<ObjectEnding> endings, boolean complete) {
    /** CloudWatch Logs answers in pages, of which most are empty where other objects have many lines. */
    private static final int MOST_PAGES = 300;

    /** CloudWatch Logs takes patterns of 1,024 characters. */
    private static final int LONGEST = 900;

    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}\"\\\\*%]");

    static ObjectLog read(
            CloudWatchLogsClient logs, String group, String key, Instant from, Predicate<ObjectEnding> which) {
        List<ObjectEnding> endings = new ArrayList<>();
        int pages = 0;
        for (FilterLogEventsResponse page : logs.filterLogEventsPaginator(request ->
                request.logGroupName(group).startTime(from.toEpochMilli()).filterPattern(pattern(key)))) {
            page.events()
                    .forEach(event -> ObjectEnding.of(event, key).filter(which).ifPresent(endings::add));
            if (++pages == MOST_PAGES) {
                return new ObjectLog(endings, page.nextToken() == null);
            }
        }
        return new ObjectLog(endings, true);
    }

    /**
     * Selects the lines about a key. For one with characters that a pattern cannot have, it selects those of all keys
     * that begin or end as this one does.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/matching-terms-json-log-events.html">Using
     *     filter patterns to match terms in JSON log events</a>
     */
    private static String pattern(String key) {
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
