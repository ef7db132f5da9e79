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
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;

/**
 * Sorts any number of records by their keys in bounded memory: so many at a time are sorted in memory and written to a
 * temporary file, and the files are merged. Records may be added on several threads.
 *
 * @param <T> the type of the records
 */
public final class SortedByKey<T> implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    /** Above this, files are merged into one, so that few are open at a time. */
    private static final int MAX_FILES = 64;

    /** How a record is written to a file and read from it. */
    public interface Format<T> {
        void write(T entry, DataOutputStream out) throws IOException;

        T read(DataInputStream in) throws IOException;
    }

    private final Format<T> format;
    private final Comparator<T> order;
    private final int inMemory;
    private final Path folder;
    private final List<Path> files = new ArrayList<>();
    private final List<Run> open = new ArrayList<>();
    private List<T> buffer = new ArrayList<>();

    /**
     * With temporary files where the system has them.
     *
     * @param inMemory how many records are held in memory
     */
    public SortedByKey(Format<T> format, Function<T, String> key, int inMemory) {
        this(format, key, inMemory, Path.of(System.getProperty("java.io.tmpdir")));
    }

    /**
     * With temporary files in a folder.
     *
     * @param inMemory how many records are held in memory
     */
    public SortedByKey(Format<T> format, Function<T, String> key, int inMemory, Path folder) {
        this.format = format;
        this.folder = folder;
        this.order = (one, other) -> KeyOrder.compare(key.apply(one), key.apply(other));
        this.inMemory = inMemory;
    }

    public synchronized void add(T entry) {
        buffer.add(entry);
        if (buffer.size() >= inMemory) {
            buffer.sort(order);
            write(buffer.iterator());
            buffer = new ArrayList<>();
            if (files.size() >= MAX_FILES) {
                List<Path> merged = List.copyOf(files);
                files.clear();
                write(merge(merged, List.<T>of().iterator()));
                closeRuns();
                merged.forEach(SortedByKey::delete);
            }
        }
    }

    /** All records in the order of their keys. To be called once, after the last {@link #add}. */
    public Iterator<T> sorted() {
        buffer.sort(order);
        return merge(files, buffer.iterator());
    }

    private void write(Iterator<T> entries) {
        try {
            Path file = Files.createTempFile(folder, "records", ".sorted");
            files.add(file);
            try (DataOutputStream out =
                    new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER))) {
                while (entries.hasNext()) {
                    format.write(entries.next(), out);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Iterator<T> merge(List<Path> sorted, Iterator<T> last) {
        PriorityQueue<Head> heads = new PriorityQueue<>((one, other) -> order.compare(one.first, other.first));
        for (Path file : sorted) {
            Run run = new Run(file);
            open.add(run);
            head(run).ifPresent(heads::add);
        }
        head(last).ifPresent(heads::add);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !heads.isEmpty();
            }

            @Override
            public T next() {
                Head head = heads.poll();
                if (head == null) {
                    throw new NoSuchElementException();
                }
                T first = head.first;
                head(head.rest).ifPresent(heads::add);
                return first;
            }
        };
    }

    private final class Head {
        private final T first;
        private final Iterator<T> rest;

        private Head(Iterator<T> entries) {
            first = entries.next();
            rest = entries;
        }
    }

    private Optional<Head> head(Iterator<T> entries) {
        return entries.hasNext() ? Optional.of(new Head(entries)) : Optional.empty();
    }

    /** The records of a file, read as they are asked for. */
    private final class Run implements Iterator<T>, AutoCloseable {
        private final DataInputStream in;
        private Optional<T> next;

        Run(Path file) {
            try {
                in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
                next = read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Optional<T> read() throws IOException {
            try {
                return Optional.of(Objects.requireNonNull(format.read(in)));
            } catch (EOFException e) {
                return Optional.empty();
            }
        }

        @Override
        public boolean hasNext() {
            return next.isPresent();
        }

        @Override
        public T next() {
            T current = next.orElseThrow();
            try {
                next = read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return current;
        }

        @Override
        public void close() {
            try {
                in.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void closeRuns() {
        open.forEach(Run::close);
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
        closeRuns();
        files.forEach(SortedByKey::delete);
    }
}
