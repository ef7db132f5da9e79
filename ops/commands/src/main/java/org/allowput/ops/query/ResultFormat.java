package org.allowput.ops.query;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.Output;
import org.allowput.ops.cli.Table;
import org.allowput.ops.cli.TerminalWidth;
import org.allowput.ops.database.Database;
import org.jspecify.annotations.Nullable;

/** Prints the rows of a query as they are read: as a table, CSV or JSON Lines. */
enum ResultFormat {
    TABLE {
        @Override
        void print(ResultSet rows, Output output) throws SQLException {
            ResultSetMetaData columns = rows.getMetaData();
            Table table = new Table(columns(columns)
                    .map(column -> isNumber(columns, column) ? ">" + label(columns, column) : label(columns, column))
                    .toArray(String[]::new));
            long count = 0;
            while (rows.next()) {
                if (count++ < MAX_ROWS) {
                    Object[] cells = new Object[columns.getColumnCount()];
                    for (int at = 0; at < cells.length; at++) {
                        cells[at] = EscapedText.of(text(rows, at + 1));
                    }
                    table.row(cells);
                }
            }
            output.writer().print(table.fitting(TerminalWidth.columns()));
            if (count > MAX_ROWS) {
                output.writer().printf("and %d more: --csv or --json prints all%n", count - MAX_ROWS);
            }
        }
    },
    CSV {
        @Override
        void print(ResultSet rows, Output output) throws SQLException {
            ResultSetMetaData columns = rows.getMetaData();
            output.writer()
                    .println(columns(columns)
                            .map(column -> quoted(label(columns, column)))
                            .collect(Collectors.joining(",")));
            while (rows.next()) {
                StringBuilder line = new StringBuilder();
                for (int column = 1; column <= columns.getColumnCount(); column++) {
                    line.append(column == 1 ? "" : ",").append(quoted(text(rows, column)));
                }
                output.writer().println(line);
            }
        }
    },
    JSON {
        @Override
        void print(ResultSet rows, Output output) throws SQLException {
            ResultSetMetaData columns = rows.getMetaData();
            while (rows.next()) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                for (int column = 1; column <= columns.getColumnCount(); column++) {
                    row.put(columns.getColumnLabel(column), value(rows, column));
                }
                output.print(row);
            }
        }
    };

    private static final int MAX_ROWS = 1000;
    private static final Pattern SPECIAL = Pattern.compile("[\",\r\n]");

    abstract void print(ResultSet rows, Output output) throws SQLException;

    private static Stream<Integer> columns(ResultSetMetaData columns) throws SQLException {
        return IntStream.rangeClosed(1, columns.getColumnCount()).boxed();
    }

    private static String label(ResultSetMetaData columns, int column) {
        try {
            return columns.getColumnLabel(column);
        } catch (SQLException e) {
            throw Database.failed(e);
        }
    }

    private static boolean isNumber(ResultSetMetaData columns, int column) {
        try {
            return Number.class.isAssignableFrom(Class.forName(columns.getColumnClassName(column)));
        } catch (SQLException e) {
            throw Database.failed(e);
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** As JSON has it: null, a boolean, a number, or a text. */
    private static @Nullable Object value(ResultSet rows, int column) throws SQLException {
        Object value = rows.getObject(column);
        return switch (value) {
            case null -> null;
            case Boolean flag -> flag;
            case Integer number -> number;
            case Long number -> number;
            case Double number -> number;
            case BigInteger number -> number;
            case BigDecimal number -> number;
            default -> text(rows, column);
        };
    }

    /** Times as ISO 8601 in UTC; empty for null. */
    private static String text(ResultSet rows, int column) throws SQLException {
        Object value = rows.getObject(column);
        return value instanceof Timestamp
                ? rows.getObject(column, LocalDateTime.class)
                        .toInstant(ZoneOffset.UTC)
                        .toString()
                : Objects.toString(value, "");
    }

    /** https://www.rfc-editor.org/rfc/rfc4180 */
    private static String quoted(String text) {
        return SPECIAL.matcher(text).find() ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }
}
