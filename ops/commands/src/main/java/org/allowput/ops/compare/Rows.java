package org.allowput.ops.compare;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/** Rows as DuckDB takes and returns them: its times are in UTC and have no zone. */
final class Rows {
    private Rows() {}

    /** The value that a parameter of a statement takes. */
    static @Nullable Object parameter(@Nullable Object value) {
        return value instanceof Instant time ? LocalDateTime.ofInstant(time, ZoneOffset.UTC) : value;
    }

    /** Adds a row of texts, whole numbers, booleans and times. */
    static void append(DuckDBAppender appender, @Nullable Object[] row) throws SQLException {
        appender.beginRow();
        for (Object value : row) {
            switch (parameter(value)) {
                case null -> appender.appendNull();
                case String text -> appender.append(text);
                case Long number -> appender.append(number);
                case Boolean flag -> appender.append(flag);
                case LocalDateTime time -> appender.append(time);
                default -> throw new IllegalArgumentException(value + " in a table");
            }
        }
        appender.endRow();
    }

    /**
     * The next row by its columns: null, numbers, booleans, times as {@link Instant}, and all else as text.
     *
     * @return null at the end
     */
    static @Nullable Map<String, @Nullable Object> next(ResultSet rows) throws SQLException {
        if (!rows.next()) {
            return null;
        }
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
            String label = rows.getMetaData().getColumnLabel(column);
            row.put(
                    row.containsKey(label) ? label + "_" + column : label,
                    switch (rows.getObject(column)) {
                        case null -> null;
                        case Number number -> number;
                        case Boolean flag -> flag;
                        case Timestamp _ ->
                            rows.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
                        case Object value -> value.toString();
                    });
        }
        return row;
    }
}
