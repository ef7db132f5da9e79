package org.allowput.sandbox.report;

import java.time.Instant;
import java.util.List;
import org.allowput.sandbox.log.LoggedOutcome;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run besides the function's log. No secret, and no content of an object.
 *
 * @param title of the page
 * @param prefix of the keys that belong to the run; empty for all
 * @param startedMillis since the epoch: no outcome before belongs to it
 * @param put how many objects were put
 * @param identical how many of them are in the target as they were put; null where nobody compared
 */
public record RunRecord(
        String title,
        String prefix,
        long startedMillis,
        long put,
        @Nullable Long identical,
        List<Access> access) {
    public RunRecord {
        access = List.copyOf(access);
    }

    Instant started() {
        return Instant.ofEpochMilli(startedMillis);
    }

    boolean has(LoggedOutcome outcome) {
        return !outcome.time().isBefore(started())
                && (outcome.key().startsWith(prefix) || outcome.key().isEmpty());
    }
}
