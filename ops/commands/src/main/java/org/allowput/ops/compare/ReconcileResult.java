package org.allowput.ops.compare;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.allowput.ops.database.Database;
import org.allowput.ops.database.TableWriter;
import org.allowput.ops.queue.DeadLetter;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison has found, of a database that is loaded. Keys that the key rule leaves out are in none of the
 * numbers.
 */
public final class ReconcileResult {
    private final Database database;
    private final Map<String, Long> numbers = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();

    ReconcileResult(Database database) {
        this.database = database;
        database.forEach("FROM summary", row -> {
            numbers.put(String.valueOf(row.get("name")), (Long) row.get("number"));
            text.append(row.get("said"));
        });
    }

    public Database database() {
        return database;
    }

    /** A number of the query {@code summary}. */
    public long number(String name) {
        return Objects.requireNonNull(numbers.get(name), name);
    }

    /** The numbers, by the names that scripts and the log's readers know. */
    public Map<String, Object> counts() {
        Map<String, Object> counts = new LinkedHashMap<>(numbers);
        counts.put("receiptsSince", String.valueOf(database.value("SELECT receiptsSince FROM parameters")));
        counts.put("unreadableReceipts", unreadable());
        return counts;
    }

    /** The numbers in a sentence. */
    public String text() {
        return text.toString();
    }

    private long unreadable() {
        return database.count("receipt_objects WHERE reason IS NOT NULL");
    }

    public long findings() {
        return repairable() + number("lost") + number("waiting") + number("refused");
    }

    /** Whether nothing needs attention: an object may wait. */
    public boolean isClean() {
        return findings() == number("waiting") && unreadable() == 0;
    }

    /** How long the object has waited that has waited longest; zero if none waits. */
    public Duration longestWait(Instant now) {
        Object first = database.value("SELECT min(lastModified) FROM findings WHERE kind = 'waiting'");
        return first instanceof Instant time ? Duration.between(time, now) : Duration.ZERO;
    }

    /** How many findings another message can put right. */
    public long repairable() {
        return number("missing") + number("stale");
    }

    /** The first findings in the order of keys, which is that of S3, as lines of a log. */
    public List<Map<String, @Nullable Object>> first(long most) {
        return database.rows("SELECT kind AS message, key AS sourceKey, size,"
                + " strftime(lastModified, '%Y-%m-%dT%H:%M:%SZ') AS lastModified, reason"
                + " FROM findings ORDER BY key LIMIT " + most);
    }

    /**
     * The keys of the first findings that another message can put right, and whose objects have none in the dead-letter
     * queue.
     */
    public List<String> unsent(List<DeadLetter> deadLetters, long most) {
        loadDeadLetters(database, deadLetters);
        return database
                .rows("SELECT key FROM findings WHERE kind IN ('missing', 'stale')"
                        + " AND key NOT IN (SELECT key FROM dead_letters) ORDER BY key LIMIT " + most)
                .stream()
                .map(row -> String.valueOf(row.get("key")))
                .toList();
    }

    /** Fills the table {@code dead_letters}. */
    public static void loadDeadLetters(Database database, List<DeadLetter> letters) {
        try (TableWriter rows = database.writer("dead_letters")) {
            for (DeadLetter letter : letters) {
                for (String key : letter.keys()) {
                    rows.row(
                            letter.message().messageId(),
                            key,
                            letter.sent().orElse(null),
                            letter.received(),
                            letter.reason().orElse(null));
                }
            }
        }
    }
}
