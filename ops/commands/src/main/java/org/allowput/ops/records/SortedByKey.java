package org.allowput.ops.records;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sorts any number of records by their keys in bounded memory: so many at a time are sorted in memory and written to a
 * temporary file, and the files are merged. Records may be added on several threads.
 *
 * @param <T> the type of the records, whose components are texts, numbers, booleans, times, constants or such records
 */
public final class SortedByKey<T extends Record> implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    /** Above this, files are merged into one, so that few are open at a time. */
    private static final int MAX_FILES = 64;

    private final Class<T> type;
    private final Function<T, String> key;
    private final int inMemory;
    private final Path folder;
    private final List<Path> files = new ArrayList<>();
    private final List<DataInputStream> open = new ArrayList<>();
    private List<T> buffer = new ArrayList<>();

    /**
     * With temporary files where the system has them.
     *
     * @param inMemory how many records are held in memory
     */
    public SortedByKey(Class<T> type, Function<T, String> key, int inMemory) {
        this(type, key, inMemory, Path.of(System.getProperty("java.io.tmpdir")));
    }

    /**
     * With temporary files in a folder.
     *
     * @param inMemory how many records are held in memory
     */
    public SortedByKey(Class<T> type, Function<T, String> key, int inMemory, Path folder) {
        this.type = type;
        this.key = key;
        this.inMemory = inMemory;
        this.folder = folder;
    }

    public synchronized void add(T entry) {
        buffer.add(entry);
        if (buffer.size() >= inMemory) {
            write(sortedBuffer());
            buffer = new ArrayList<>();
            if (files.size() >= MAX_FILES) {
                List<Path> merged = List.copyOf(files);
                files.clear();
                write(merge(merged, Collections.emptyIterator()));
                closeFiles();
                merged.forEach(SortedByKey::delete);
            }
        }
    }

    /** All records in the order of their keys. To be called once, after the last {@link #add}. */
    public Cursor<T> sorted() {
        return merge(files, sortedBuffer());
    }

    private Iterator<T> sortedBuffer() {
        buffer.sort((one, other) -> KeyOrder.compare(key.apply(one), key.apply(other)));
        return buffer.iterator();
    }

    private void write(Iterator<T> entries) {
        try {
            Path file = Files.createTempFile(folder, "records", ".sorted");
            files.add(file);
            try (DataOutputStream out =
                    new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER))) {
                while (entries.hasNext()) {
                    RecordFormat.write(entries.next(), out);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Cursor<T> merge(List<Path> sorted, Iterator<T> last) {
        Cursor<T> memory = new Cursor<>(() -> last.hasNext() ? last.next() : null, key);
        PriorityQueue<Cursor<T>> parts = new PriorityQueue<>((one, other) -> KeyOrder.compare(one.key(), other.key()));
        Stream.concat(sorted.stream().map(this::read), Stream.of(memory))
                .filter(Cursor::hasNext)
                .forEach(parts::add);
        return new Cursor<>(
                () -> {
                    Cursor<T> first = parts.poll();
                    if (first == null) {
                        return null;
                    }
                    T next = first.next();
                    if (first.hasNext()) {
                        parts.add(first);
                    }
                    return next;
                },
                key);
    }

    /** The records of a file, read as they are asked for. */
    private Cursor<T> read(Path file) {
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
            open.add(in);
            return new Cursor<>(() -> read(in), key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable T read(DataInputStream in) {
        try {
            return type.cast(RecordFormat.read(type, in));
        } catch (EOFException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void closeFiles() {
        try {
            for (DataInputStream each : open) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.clear();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closeFiles();
        files.forEach(SortedByKey::delete);
    }
}
