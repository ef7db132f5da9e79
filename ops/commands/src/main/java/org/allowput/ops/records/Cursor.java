package org.allowput.ops.records;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sorted records, of which the next one can be looked at before it is taken. */
public final class Cursor<T> {
    private final Iterator<T> records;
    private final Function<T, String> key;
    private @Nullable T head;

    public Cursor(Iterator<T> records, Function<T, String> key) {
        this.records = records;
        this.key = key;
        advance();
    }

    private void advance() {
        head = records.hasNext() ? records.next() : null;
    }

    /** Whether there is a next record, and its key is before that key; without one, whether there is a next record. */
    public boolean isBefore(Optional<String> other) {
        T first = head;
        return first != null
                && other.map(limit -> KeyOrder.compare(key.apply(first), limit) < 0)
                        .orElse(true);
    }

    public T next() {
        T first = head;
        if (first == null) {
            throw new NoSuchElementException();
        }
        advance();
        return first;
    }

    /** Takes all records of a key; those before it have been taken. */
    public void takeAll(String wanted, Consumer<T> to) {
        for (T first = head; first != null && key.apply(first).equals(wanted); first = head) {
            to.accept(first);
            advance();
        }
    }

    /** Takes the records of a key and returns the last of them. */
    public Optional<T> take(String wanted) {
        Optional<T> last = Optional.empty();
        for (T first = head; first != null && key.apply(first).equals(wanted); first = head) {
            last = Optional.of(first);
            advance();
        }
        return last;
    }
}
