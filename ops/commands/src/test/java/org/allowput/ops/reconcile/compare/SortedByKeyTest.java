package org.allowput.ops.reconcile.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allowput.contract.receipt.Receipt;
import org.allowput.ops.reconcile.inventory.InventoryEntry;
import org.allowput.ops.records.SortedByKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SortedByKeyTest {
    /** As S3 lists them: a key before those that it begins, and code points above U+FFFF last. */
    private static final List<String> KEYS = List.of("a", "a/b", "ab", "b", "é", "\uFFFD", "🌷", "🌷a");

    /** Of this process, on Linux. */
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    @Test
    void recordsThatWereWrittenToFilesAreReadInTheOrderOfTheirKeys() {
        List<CopyRecord> records = new ArrayList<>();
        for (String prefix : KEYS) {
            IntStream.range(0, 50)
                    .forEach(number -> records.add(record(prefix + "/%03d".formatted(number), number % 3 == 0)));
        }
        List<CopyRecord> shuffled = new ArrayList<>(records);
        Collections.shuffle(shuffled, new Random(1));

        try (SortedByKey<CopyRecord> sorted = new SortedByKey<>(CopyRecord.class, CopyRecord::key, 3)) {
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

        try (SortedByKey<InventoryEntry> sorted = new SortedByKey<>(InventoryEntry.class, InventoryEntry::key, 2)) {
            entries.reversed().forEach(sorted::add);

            assertThat(sorted.sorted()).toIterable().containsExactlyElementsOf(entries);
        }
    }

    @Test
    void whatDoesNotFitIntoMemoryIsInFewFilesWhichAreDeletedAtTheEnd(@TempDir Path folder) throws IOException {
        try (SortedByKey<InventoryEntry> sorted =
                new SortedByKey<>(InventoryEntry.class, InventoryEntry::key, 3, folder)) {
            List<Long> files = new ArrayList<>();
            for (int number = 1; number <= 3 * 130; number++) {
                sorted.add(new InventoryEntry("k" + number, number, Instant.EPOCH, "e"));
                files.add(files(folder));
            }

            assertThat(files).startsWith(0L, 0L, 1L, 1L, 1L, 2L);
            assertThat(files.subList(3 * 63 - 1, 3 * 65)).containsExactly(63L, 63L, 63L, 1L, 1L, 1L, 2L);
            assertThat(files).allMatch(count -> count < 64);
            assertThat(sorted.sorted()).toIterable().hasSize(3 * 130);
        }
        assertThat(files(folder)).isZero();
    }

    @Test
    void filesAreOpenOnlyWhileTheyAreMerged(@TempDir Path folder) throws IOException {
        assumeThat(OPEN_FILES).exists();
        try (SortedByKey<InventoryEntry> sorted =
                new SortedByKey<>(InventoryEntry.class, InventoryEntry::key, 1, folder)) {
            for (int number = 1; number <= 70; number++) {
                sorted.add(new InventoryEntry("k" + number, number, Instant.EPOCH, "e"));
            }
            assertThat(open(folder)).isZero();

            assertThat(sorted.sorted().next().key()).isEqualTo("k1");
            assertThat(open(folder)).isEqualTo(files(folder));
        }
        assertThat(open(folder)).isZero();
    }

    private static long files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    private static long open(Path folder) throws IOException {
        long open = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(OPEN_FILES)) {
            for (Path descriptor : descriptors) {
                // One that was closed since it was listed, as that of the list, is no link any more.
                if (Files.isSymbolicLink(descriptor)
                        && Files.readSymbolicLink(descriptor).startsWith(folder.toRealPath())) {
                    open++;
                }
            }
        }
        return open;
    }

    private static CopyRecord record(String key, boolean deleted) {
        Instant time = Instant.EPOCH.plusSeconds(key.hashCode() & 0xFFFF);
        return new CopyRecord(
                key,
                key.length() % 2 == 0,
                deleted ? Receipt.Kind.DELETED : Receipt.Kind.COPIED,
                deleted ? "" : "e-" + key,
                deleted ? null : time,
                "t-" + key,
                deleted ? null : time.plusSeconds(1),
                time.plusSeconds(2));
    }
}
