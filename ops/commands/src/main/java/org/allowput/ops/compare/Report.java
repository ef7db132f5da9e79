package org.allowput.ops.compare;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.allowput.ops.database.Database;
import org.allowput.ops.queue.DeadLetter;
import org.allowput.ops.records.DeadLetterRows;
import org.allowput.ops.records.ReceiptsRead;

/** What a comparison has found. Keys that the key rule leaves out are in none of the numbers. */
public final class Report implements AutoCloseable {
    private static final String COLUMNS = "SELECT kind, key, size, eTag, lastModified, reason FROM findings";
    private static final String REPAIRABLE = " WHERE kind IN ('missing', 'stale')";

    private final Database database;
    private final Instant receiptsSince;
    private final ReceiptsRead receipts;
    private final Map<String, Long> numbers;

    /**
     * Of a database that is loaded, and that this closes.
     *
     * @param receiptsSince from when on receipts were compared
     */
    Report(Database database, Instant receiptsSince, ReceiptsRead receipts) {
        this.database = database;
        this.receiptsSince = receiptsSince;
        this.receipts = receipts;
        this.numbers = database.numbers("FROM summary");
    }

    /** A number of the query {@code summary}. */
    public long number(String name) {
        return Objects.requireNonNull(numbers.get(name), name);
    }

    public long count(Finding.Kind kind) {
        return number(kind.label());
    }

    public Instant receiptsSince() {
        return receiptsSince;
    }

    /** Which receipts could be read. */
    public ReceiptsRead receipts() {
        return receipts;
    }

    /** The numbers, by the names that scripts and the log's readers know. */
    public Map<String, Object> counts() {
        Map<String, Object> counts = new LinkedHashMap<>(numbers);
        counts.put("receiptsSince", receiptsSince.toString());
        counts.put("unreadableReceipts", receipts.unreadable());
        return counts;
    }

    public long findings() {
        return List.of(Finding.Kind.values()).stream().mapToLong(this::count).sum();
    }

    /** Whether something was said of any object. */
    public boolean isEmpty() {
        return number("copied") + findings() == 0;
    }

    /** Whether nothing needs attention: an object may wait. */
    public boolean isClean() {
        return findings() == count(Finding.Kind.WAITING) && receipts.unreadable() == 0;
    }

    /** How long the object has waited that has waited longest; zero if none waits. */
    public Duration longestWait(Instant now) {
        return database.query("SELECT min(lastModified) FROM findings WHERE kind = 'waiting'", List.of(), rows -> {
            Instant first = rows.next() ? Database.time(rows, 1) : null;
            return first == null ? Duration.ZERO : Duration.between(first, now);
        });
    }

    /** How many findings another message can put right. */
    public long repairable() {
        return count(Finding.Kind.MISSING) + count(Finding.Kind.STALE);
    }

    /** The first findings in the order of keys, which is that of S3. */
    public void first(long most, Consumer<Finding> to) {
        read(COLUMNS + " ORDER BY key LIMIT " + most, to);
    }

    /** All of one kind, in the order of keys. */
    public List<Finding> all(Finding.Kind kind) {
        List<Finding> all = new ArrayList<>();
        read(COLUMNS + " WHERE kind = '" + kind.label() + "' ORDER BY key", all::add);
        return all;
    }

    /**
     * The first findings that another message can put right, and whose objects have none in the dead-letter queue.
     *
     * @param deadLetters what is there
     * @return how many are left out because they have one
     */
    public long unsent(List<DeadLetter> deadLetters, long most, Consumer<Finding> to) {
        DeadLetterRows.load(database, deadLetters);
        read(COLUMNS + REPAIRABLE + " AND key NOT IN (SELECT key FROM dead_letters) ORDER BY key LIMIT " + most, to);
        return database.query(
                "SELECT count(*) FROM findings" + REPAIRABLE + " AND key IN (SELECT key FROM dead_letters)",
                List.of(),
                rows -> rows.next() ? rows.getLong(1) : 0);
    }

    private void read(String sql, Consumer<Finding> to) {
        database.forEach(sql, row -> to.accept(finding(row)));
    }

    private static Finding finding(ResultSet rows) throws SQLException {
        return new Finding(
                Finding.Kind.valueOf(rows.getString(1).toUpperCase(Locale.ROOT)),
                rows.getString(2),
                rows.getLong(3),
                rows.getString(4),
                Objects.requireNonNull(Database.time(rows, 5)),
                rows.getString(6));
    }

    @Override
    public void close() {
        database.close();
    }
}
