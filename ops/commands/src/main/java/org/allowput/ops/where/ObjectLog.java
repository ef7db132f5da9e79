package org.allowput.ops.where;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.allowput.contract.LogField;
import org.allowput.contract.OutcomeLabel;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/**
 * What the function has logged about one object, oldest first.
 *
 * @param complete whether the log was read to its end
 */
record ObjectLog(List<Line> lines, boolean complete) {
    /** CloudWatch Logs answers in pages, of which most are empty where other objects have many lines. */
    private static final int MOST_PAGES = 300;

    /** CloudWatch Logs takes patterns of 1,024 characters. */
    private static final int LONGEST = 900;

    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}\"\\\\*%]");

    /**
     * How one event ended.
     *
     * @param outcome label of an {@link OutcomeLabel}
     */
    record Line(Instant time, String outcome, Map<String, Object> fields) {
        String text(String field) {
            return fields.get(field) instanceof String text ? text : "";
        }

        boolean is(OutcomeLabel label) {
            return outcome.equals(label.label());
        }

        /** Why, for all outcomes but a copy. */
        String why() {
            return Stream.of(LogField.CAUSE, LogField.REASON)
                    .map(this::text)
                    .filter(text -> !text.isEmpty())
                    .reduce("", (one, other) -> one.isEmpty() ? other : one + ": " + other);
        }
    }

    static ObjectLog read(CloudWatchLogsClient logs, String group, String key, Instant since) {
        List<Line> lines = new ArrayList<>();
        int pages = 0;
        boolean complete = true;
        for (FilterLogEventsResponse page : logs.filterLogEventsPaginator(request ->
                request.logGroupName(group).startTime(since.toEpochMilli()).filterPattern(pattern(key)))) {
            page.events().stream()
                    .flatMap(event -> line(event).stream())
                    .filter(line -> line.text(LogField.SOURCE_KEY).equals(key))
                    .forEach(lines::add);
            if (++pages == MOST_PAGES) {
                complete = page.nextToken() == null;
                break;
            }
        }
        lines.sort(Comparator.comparing(Line::time));
        return new ObjectLog(List.copyOf(lines), complete);
    }

    /**
     * Selects the lines about a key. For one with characters that a pattern cannot have, it selects those of all keys
     * that begin or end as this one does.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/matching-terms-json-log-events.html">Using
     *     filter patterns to match terms in JSON log events</a>
     */
    static String pattern(String key) {
        String value = key;
        if (key.length() > LONGEST || UNSAFE.matcher(key).find()) {
            String[] parts = UNSAFE.split(key, -1);
            String begin = parts[0].substring(0, Math.min(LONGEST, parts[0].length()));
            String end = parts[parts.length - 1];
            value = begin.length() < end.length() && end.length() <= LONGEST ? "*" + end : begin + "*";
        }
        return "{ $.%s = \"%s\" }".formatted(LogField.SOURCE_KEY, value);
    }

    private static Optional<Line> line(FilteredLogEvent event) {
        try {
            Map<String, Object> fields = JSON.std.mapFrom(event.message());
            return fields.get(LogField.OUTCOME) instanceof String outcome
                    ? Optional.of(new Line(Instant.ofEpochMilli(event.timestamp()), outcome, fields))
                    : Optional.empty();
        } catch (IOException e) {
            // Another program's line, or one that is cut off.
            return Optional.empty();
        }
    }

    /** The last line that says how the object is: what asks for nothing says it only where no other does. */
    Optional<Line> last() {
        return lines.stream()
                .filter(line -> !line.is(OutcomeLabel.SKIPPED))
                .reduce((one, later) -> later)
                .or(() -> lines.stream().reduce((one, later) -> later));
    }

    String text(Instant since) {
        String end = complete ? "" : "; not read to its end: choose a later time with --since";
        return last().map(line -> "%s %s%s%s"
                                .formatted(
                                        line.time(),
                                        line.outcome(),
                                        line.why().isEmpty() ? "" : ", " + line.why(),
                                        lines.size() == 1 ? "" : "; the last of " + lines.size() + " lines"))
                        .orElse("no line about it since " + since.truncatedTo(ChronoUnit.SECONDS))
                + end;
    }
}
