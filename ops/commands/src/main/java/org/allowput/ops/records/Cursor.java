package org.allowput.ops.records;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sorted records, of which the next one can be looked at before it is taken. */
public final class Cursor<T> implements Iterator<T> {
    private final Supplier<? extends @Nullable T> records;
    private final Function<T, String> key;
    private @Nullable T head;

    /** @param records gives null after the last one */
    Cursor(Supplier<? extends @Nullable T> records, Function<T, String> key) {
        this.records = records;
        this.key = key;
        this.head = records.get();
    }

    @Override
    public boolean hasNext() {
        return head != null;
    }

    /** Of the next record, which there must be. */
    String key() {
        return key.apply(Objects.requireNonNull(head));
    }

    /** Whether there is a next record, and its key is before that key; without one, whether there is a next record. */
    public boolean isBefore(Optional<String> other) {
        return hasNext()
                && other.map(limit -> KeyOrder.compare(key(), limit) < 0).orElse(true);
    }

    @Override
    public T next() {
        T first = head;
        if (first == null) {
            throw new NoSuchElementException();
        }
        head = records.get();
        return first;
    }

    /** Takes all records of a key; those before it have been taken. */
    public void takeAll(String wanted, Consumer<T> to) {
        while (hasNext() && key().equals(wanted)) {
            to.accept(next());
        }
    }

    /** Takes the records of a key and returns the last of them. */
    public Optional<T> take(String wanted) {
        AtomicReference<@Nullable T> last = new AtomicReference<>();
        takeAll(wanted, last::set);
        return Optional.ofNullable(last.get());
    }
}
