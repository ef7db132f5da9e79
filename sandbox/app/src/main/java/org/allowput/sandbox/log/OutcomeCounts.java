package org.allowput.sandbox.log;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.allowput.contract.OutcomeLabel;

/**
 * How many events ended how. An event that failed and was copied later counts as copied: what counts is the last that
 * was logged of it. Lag and pace are those of the last ten seconds.
 */
public final class OutcomeCounts {
    /** What lag and pace are taken over. */
    public static final Duration WINDOW = Duration.ofSeconds(10);

    private final Map<String, OutcomeLabel> last = new HashMap<>();
    private final Map<OutcomeLabel, Long> counts = new EnumMap<>(OutcomeLabel.class);
    private final Deque<LoggedOutcome> recent = new ArrayDeque<>();
    private long bytes;

    public void add(LoggedOutcome outcome) {
        OutcomeLabel before = last.put(outcome.event(), outcome.kind());
        if (before != null) {
            counts.merge(before, -1L, Long::sum);
        }
        counts.merge(outcome.kind(), 1L, Long::sum);
        if (outcome.lagMillis().isPresent()) {
            bytes += outcome.bytes();
            recent.addLast(outcome);
        }
    }

    /** How many events ended so, by the last that is known of each. */
    public long count(OutcomeLabel kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** Bytes of all copies. */
    public long bytes() {
        return bytes;
    }

    /** Copies a second, in the window that ends now. */
    public double copiesPerSecond(Instant now) {
        forget(now);
        return recent.size() / (double) WINDOW.toSeconds();
    }

    /** From event to acknowledgement in milliseconds, in the window that ends now. */
    public Quantiles lag(Instant now) {
        forget(now);
        return Quantiles.of(recent.stream()
                .map(outcome -> outcome.lagMillis().orElseThrow())
                .toList());
    }

    private void forget(Instant now) {
        while (!recent.isEmpty() && recent.getFirst().time().isBefore(now.minus(WINDOW))) {
            recent.removeFirst();
        }
    }
}
