package org.allowput.ops.database;

import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/** Adds rows to a table, on one thread. */
public final class TableWriter implements AutoCloseable {
    private final DuckDBAppender appender;

    TableWriter(DuckDBAppender appender) {
        this.appender = appender;
    }

    /**
     * Adds a row.
     *
     * @param values in the order of the columns: texts, whole numbers, booleans and times
     */
    public void row(@Nullable Object... values) {
        try {
            appender.beginRow();
            for (Object value : values) {
                append(value);
            }
            appender.endRow();
        } catch (SQLException e) {
            throw Database.failed(e);
        }
    }

    private void append(@Nullable Object value) throws SQLException {
        switch (value) {
            case null -> appender.appendNull();
            case String text -> appender.append(text);
            case Long number -> appender.append(number.longValue());
            case Boolean flag -> appender.append(flag.booleanValue());
            case Instant time -> appender.appendEpochMicros(ChronoUnit.MICROS.between(Instant.EPOCH, time));
            default -> throw new IllegalArgumentException(value.getClass() + " in a table");
        }
    }

    @Override
    public void close() {
        try {
            appender.close();
        } catch (SQLException e) {
            throw Database.failed(e);
        }
    }
}
