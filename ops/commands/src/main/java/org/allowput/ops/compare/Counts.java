package org.allowput.ops.compare;

import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of objects that a comparison has found, by their kind.
 *
 * @param columns the one row of a query
 */
public record Counts(Map<String, @Nullable Object> columns) {
    /** The sum of columns that have a number. */
    public long sum(String... names) {
        return Stream.of(names)
                .mapToLong(name -> columns.get(name) instanceof Number number ? number.longValue() : 0)
                .sum();
    }

    public String text(String name) {
        return String.valueOf(columns.get(name));
    }
}
