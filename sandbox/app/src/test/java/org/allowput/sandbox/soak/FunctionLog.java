package org.allowput.sandbox.soak;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.host.settings.LogEvent;

/** What the function logs, read while it does: how deliveries ended, and which invocations run. */
final class FunctionLog implements Consumer<LogEvent> {
    private static final Pattern BOUNDARY = Pattern.compile("^(START|END) RequestId: (\\S+)");

    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
    private final Map<String, Line> last = new ConcurrentHashMap<>();

    /**
     * How one event of a delivery ended.
     *
     * @param why the reason that is given, and the cause before it where it failed
     * @param nanos {@link System#nanoTime} when it was read
     */
    record Line(String outcome, String key, String why, long nanos) {}

    @Override
    public void accept(LogEvent event) {
        Matcher boundary = BOUNDARY.matcher(event.message());
        if (boundary.find()) {
            if (boundary.group(1).equals("START")) {
                running.add(boundary.group(2));
            } else {
                running.remove(boundary.group(2));
            }
        } else if (event.message().startsWith("{") && event.message().contains("\"outcome\":")) {
            outcome(event.message());
        }
    }

    private void outcome(String message) {
        try {
            Map<String, Object> fields = JSON.std.mapFrom(message);
            String outcome = text(fields, "outcome");
            String cause = text(fields, "cause");
            outcomes.computeIfAbsent(outcome, name -> new LongAdder()).increment();
            Line line = new Line(
                    outcome,
                    text(fields, "sourceKey"),
                    (cause + " " + text(fields, "reason")).strip(),
                    System.nanoTime());
            last.put(text(fields, "deliveryId"), line);
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + message, e);
        }
    }

    private static String text(Map<String, Object> fields, String name) {
        return String.valueOf(fields.getOrDefault(name, ""));
    }

    /** How many invocations have begun and not ended. */
    int running() {
        return running.size();
    }

    /** How many lines there are of that outcome. */
    long count(String outcome) {
        LongAdder count = outcomes.get(outcome);
        return count == null ? 0 : count.sum();
    }

    /** What was logged last of the delivery of that message. */
    Optional<Line> last(String messageId) {
        return Optional.ofNullable(last.get(messageId));
    }
}
