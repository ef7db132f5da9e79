package org.allowput.ops.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The queries over files of receipts and of account A's inventory, about as many objects as {@code -Dreconcile.objects}
 * says. Of each hundred, seven differ, each in its way, and one is in the inventory alone. What it took is in
 * {@code target/queries.txt}.
 */
class ManyObjectsTest {
    private static final int OBJECTS = Integer.getInteger("reconcile.objects", 10_000);
    private static final int FILES = 10;

    @TempDir
    private Path files = Path.of("");

    @Test
    void whateverDiffersIsFoundAmongAllOfThem() throws Exception {
        writeFiles();
        AtomicLong spilled = new AtomicLong();
        try (Database database = new Database()) {
            Thread observer = Thread.ofPlatform().daemon().start(() -> observe(database, spilled));
            long begin = System.nanoTime();
            Duration before = processorTime();
            load(database);
            database.materialize("status");
            Map<String, String> findings = database
                    .rows("SELECT kind || ': ' || reason AS finding, count(*) AS number"
                            + " FROM findings GROUP BY ALL UNION ALL SELECT 'copied', copied FROM summary"
                            + " UNION ALL SELECT 'onlyInInventory', onlyInInventory FROM summary")
                    .stream()
                    .collect(Collectors.toMap(
                            row -> String.valueOf(row.get("finding")), row -> String.valueOf(row.get("number"))));
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            Duration used = processorTime().minus(before);
            observer.interrupt();
            observer.join();

            String each = Integer.toString(OBJECTS / 100);
            assertThat(findings)
                    .isEqualTo(Map.of(
                            "copied", Integer.toString(OBJECTS / 100 * 92),
                            "missing: not in A's inventory", Integer.toString(OBJECTS / 100 * 2),
                            "stale: the receipt is of another version", each,
                            "lost: gone before it was copied, as far as receipts tell", each,
                            "stale: another size in A's inventory", each,
                            "stale: A's copy is older than the object", each,
                            "stale: A's copy is not the one of the receipt", each,
                            "onlyInInventory", each));
            Files.writeString(
                    Path.of("target").resolve("queries.txt"),
                    "%d objects: %d s, %d s of CPU time, %d MiB spilled, %s%n"
                            .formatted(
                                    OBJECTS, took.toSeconds(), used.toSeconds(), spilled.get() >> 20, mostResident()));
        }
    }

    /** 0 was not copied, 1 has a receipt of another version, 2 is gone, and 7 was never in the source bucket. */
    private void writeFiles() {
        try (Database database = new Database()) {
            database.execute("CREATE VIEW objects AS SELECT *, md5(i::VARCHAR) AS eTag FROM (%s)".formatted(OBJECT));
            for (int file = 0; file < FILES; file++) {
                database.execute("""
                    COPY (
                        SELECT
                            'source' AS sourceBucket, key AS sourceKey, 'target' AS targetBucket, key AS targetKey,
                            if(way = 2, 'GONE', 'COPIED') AS outcome, if(way = 2, NULL, i) AS size,
                            CASE way WHEN 1 THEN 'another' WHEN 2 THEN NULL ELSE eTag END AS eTag,
                            if(way = 2, NULL, '2026-01-31T10:00:00Z') AS lastModified,
                            if(way = 2, NULL, eTag) AS targetETag, '2026-01-31T10:00:00.123Z' AS eventTime,
                            '2026-01-31T10:00:01.456Z' AS acknowledged, md5((i // 10)::VARCHAR) AS requestId, 1 AS rule
                        FROM objects WHERE i %% %1$d = %2$d AND way NOT IN (0, 7)
                    ) TO '%3$s/receipts-%2$d.jsonl.gz' (FORMAT json, COMPRESSION gzip);
                    COPY (
                        SELECT
                            key, if(way = 4, i + 1, i), if(way = 5, '2026-01-31T09:00:00Z', '2026-01-31T10:00:02Z'),
                            if(way = 6, 'another', eTag)
                        FROM objects WHERE i %% %1$d = %2$d AND way NOT IN (0, 2, 3)
                    ) TO '%3$s/inventory-%2$d.csv.gz' (FORMAT csv, HEADER false, COMPRESSION gzip)\
                    """.formatted(FILES, file, files));
            }
        }
    }

    private static final String OBJECT =
            "SELECT range AS i, range %% 100 AS way, format('in/{:08d} with some name.csv', range) AS key FROM range(%d)"
                    .formatted(OBJECTS);

    private void load(Database database) {
        for (String statement : List.of(
                """
                INSERT INTO receipts BY NAME SELECT *, sourceKey AS currentTargetKey FROM read_json(
                    '%s/receipts-*.jsonl.gz', format = 'newline_delimited', columns = {
                    sourceBucket: 'VARCHAR', sourceKey: 'VARCHAR', targetBucket: 'VARCHAR', targetKey: 'VARCHAR',
                    outcome: 'VARCHAR', size: 'BIGINT', eTag: 'VARCHAR', lastModified: 'TIMESTAMP',
                    targetETag: 'VARCHAR', eventTime: 'TIMESTAMP', acknowledged: 'TIMESTAMP', requestId: 'VARCHAR',
                    rule: 'BIGINT'})
                """.formatted(files),
                """
                INSERT INTO target SELECT key, key, size, eTag, lastModified FROM read_csv('%s/inventory-*.csv.gz',
                    header = false, columns = {
                    key: 'VARCHAR', size: 'BIGINT', lastModified: 'TIMESTAMP', eTag: 'VARCHAR'})
                """.formatted(files),
                "INSERT INTO source SELECT key, i, md5(i::VARCHAR), TIMESTAMP '2026-01-31 10:00:00', true FROM ("
                        + OBJECT + ") WHERE way NOT IN (2, 7)")) {
            database.execute(statement);
        }
        database.ask(
                "source",
                "target",
                Instant.parse("2026-02-05T00:00:00Z"),
                Duration.ofMinutes(15).toMillis(),
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-02-03T00:00:00Z"));
    }

    private static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Until it is interrupted. */
    private static void observe(Database database, AtomicLong most) {
        while (!Thread.currentThread().isInterrupted()) {
            String bytes = database.texts("SELECT coalesce(sum(size), 0)::BIGINT FROM duckdb_temporary_files()")
                    .getFirst();
            most.accumulateAndGet(Long.parseLong(bytes), Math::max);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    /** Of this process, where the system has {@code /proc}. */
    private static String mostResident() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return "";
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .collect(Collectors.joining());
    }
}
