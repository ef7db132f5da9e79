package org.allowput.ops.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.allowput.ops.cli.OperationException;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * DuckDB in a temporary folder, which is removed when this is closed, or when the JVM ends. What does not fit into
 * {@value #MEMORY} of memory is written there. Nothing is downloaded: the extensions that the queries need are part of
 * the library.
 */
public final class Database implements AutoCloseable {
    private static final String MEMORY = "512MB";
    /** To delete the folder: a query may still be writing when the JVM ends. */
    private static final int MOST_ATTEMPTS = 10;

    private final Path folder;
    private final DuckDBConnection connection;
    private final Thread cleanUp;

    private Database(Path folder, DuckDBConnection connection, Thread cleanUp) {
        this.folder = folder;
        this.connection = connection;
        this.cleanUp = cleanUp;
    }

    /** With all tables, which are empty, and the queries as views. */
    public static Database open() {
        try {
            Path folder = Files.createTempDirectory("allow-put-query");
            Thread cleanUp = new Thread(() -> delete(folder));
            Runtime.getRuntime().addShutdownHook(cleanUp);
            Properties settings = new Properties();
            settings.setProperty("memory_limit", MEMORY);
            settings.setProperty("temp_directory", folder.resolve("spilled").toString());
            settings.setProperty("autoinstall_known_extensions", "false");
            settings.setProperty("autoload_known_extensions", "false");
            settings.setProperty("preserve_insertion_order", "false");
            settings.setProperty("jdbc_stream_results", "true");
            Database database = new Database(
                    folder,
                    DuckDBConnection.newConnection("jdbc:duckdb:" + folder.resolve("database"), false, settings),
                    cleanUp);
            database.execute(Queries.text("tables"));
            for (String view : Queries.VIEWS) {
                database.execute("CREATE VIEW " + view + " AS " + Queries.text(view));
            }
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw failed(e);
        } catch (Exception e) {
            throw new OperationException("The database DuckDB does not start: " + e.getMessage(), e);
        }
    }

    /** Where files can be put that are queried. */
    public Path folder() {
        return folder;
    }

    /** Runs statements that return nothing; a single one may have values for its question marks. */
    public void execute(String sql, @Nullable Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            statement.execute();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static void set(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int at = 0; at < values.length; at++) {
            statement.setObject(
                    at + 1,
                    values[at] instanceof Instant time ? LocalDateTime.ofInstant(time, ZoneOffset.UTC) : values[at]);
        }
    }

    /** Computes a view once, for all queries that follow. */
    public void materialize(String view) {
        execute("CREATE TABLE computed_" + view + " AS FROM " + view + "; CREATE OR REPLACE VIEW " + view
                + " AS FROM computed_" + view);
    }

    /** A writer of rows to a table. */
    public TableWriter writer(String table) {
        try {
            return new TableWriter(connection.createAppender(table));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * Hands on the rows of a query as they are computed, each as its values by their columns. Tables may be written
     * meanwhile.
     */
    public <T> T query(String sql, Function<Stream<Map<String, @Nullable Object>>, T> use, @Nullable Object... values) {
        try (Connection reading = connection.duplicate();
                PreparedStatement statement = reading.prepareStatement(sql)) {
            set(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
                List<String> labels = labels(rows.getMetaData());
                return use.apply(Stream.iterate(next(rows, labels), Objects::nonNull, previous -> next(rows, labels)));
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Hands on each row of a query. */
    public void forEach(String sql, Consumer<Map<String, @Nullable Object>> to, @Nullable Object... values) {
        query(
                sql,
                rows -> {
                    rows.forEach(to);
                    return true;
                },
                values);
    }

    /** The rows of a query, all of them read. */
    public List<Map<String, @Nullable Object>> rows(String sql, @Nullable Object... values) {
        return query(sql, Stream::toList, values);
    }

    /** The value of a query that has one. */
    public @Nullable Object value(String sql, @Nullable Object... values) {
        return rows(sql, values).getFirst().values().iterator().next();
    }

    /** The names of a table's columns, in their order. */
    public List<String> columns(String table) {
        return rows("SELECT column_name FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index", table)
                .stream()
                .map(row -> String.valueOf(row.get("column_name")))
                .toList();
    }

    /** How many rows a table, or part of it, has. */
    public long count(String from) {
        return Objects.requireNonNull((Long) value("SELECT count(*) FROM " + from));
    }

    private static List<String> labels(ResultSetMetaData columns) throws SQLException {
        List<String> labels = new ArrayList<>();
        for (int column = 1; column <= columns.getColumnCount(); column++) {
            String label = columns.getColumnLabel(column);
            labels.add(labels.contains(label) ? label + "_" + column : label);
        }
        return labels;
    }

    /** The next row: null, numbers, booleans, times as {@link Instant}, and all else as text; null at the end. */
    private static @Nullable Map<String, @Nullable Object> next(ResultSet rows, List<String> labels) {
        try {
            if (!rows.next()) {
                return null;
            }
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            for (int column = 1; column <= labels.size(); column++) {
                Object value = rows.getObject(column);
                row.put(
                        labels.get(column - 1),
                        switch (value) {
                            case null -> null;
                            case Number number -> number;
                            case Boolean flag -> flag;
                            case Timestamp time ->
                                rows.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
                            default -> value.toString();
                        });
            }
            return row;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** What a query that fails means. */
    static OperationException failed(SQLException e) {
        return new OperationException(
                "The query failed: " + String.valueOf(e.getMessage()).strip(), e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            delete(folder);
            try {
                Runtime.getRuntime().removeShutdownHook(cleanUp);
            } catch (IllegalStateException e) {
                // The JVM is ending, and runs it.
            }
        }
    }

    private static void delete(Path folder) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS && !deleteOnce(folder); attempt++) {
            Thread.onSpinWait();
        }
    }

    private static boolean deleteOnce(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
            return true;
        } catch (IOException | UncheckedIOException e) {
            return !Files.exists(folder);
        }
    }
}
