package org.allowput.ops.reconcile.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.allowput.ops.reconcile.inventory.InventoryEntry;
import org.allowput.ops.reconcile.sorted.SortedByKey;
import org.junit.jupiter.api.Test;

class SortedByKeyTest {
    /** As S3 lists them: a key before those that it begins, and code points above U+FFFF last. */
    private static final List<String> KEYS = List.of("a", "a/b", "ab", "b", "é", "\uFFFD", "🌷", "🌷a");

    @Test
    void recordsThatWereWrittenToFilesAreReadInTheOrderOfTheirKeys() {
        List<CopyRecord> records = new ArrayList<>();
        for (String prefix : KEYS) {
            IntStream.range(0, 50)
                    .forEach(number -> records.add(record(prefix + "/%03d".formatted(number), number % 3 == 0)));
        }
        List<CopyRecord> shuffled = new ArrayList<>(records);
        Collections.shuffle(shuffled, new Random(1));

        try (SortedByKey<CopyRecord> sorted = new SortedByKey<>(CopyRecord.FORMAT, CopyRecord::key, 3)) {
            shuffled.forEach(sorted::add);

            List<CopyRecord> read = new ArrayList<>();
            sorted.sorted().forEachRemaining(read::add);
            assertThat(read).isEqualTo(records);
        }
    }

    @Test
    void anEntryOfTheInventoryIsReadAsItWasWritten() {
        List<InventoryEntry> entries = IntStream.range(0, 9)
                .mapToObj(number -> new InventoryEntry("k" + number, number, Instant.EPOCH.plusSeconds(number), "e"))
                .toList();

        try (SortedByKey<InventoryEntry> sorted = new SortedByKey<>(InventoryEntry.FORMAT, InventoryEntry::key, 2)) {
            entries.reversed().forEach(sorted::add);

            assertThat(sorted.sorted()).toIterable().containsExactlyElementsOf(entries);
        }
    }

    private static CopyRecord record(String key, boolean deleted) {
        Instant time = Instant.EPOCH.plusSeconds(key.hashCode() & 0xFFFF);
        return new CopyRecord(
                key,
                key.length() % 2 == 0,
                deleted ? "" : "e-" + key,
                deleted ? null : time,
                "t-" + key,
                deleted ? null : time.plusSeconds(1),
                time.plusSeconds(2));
    }
}
