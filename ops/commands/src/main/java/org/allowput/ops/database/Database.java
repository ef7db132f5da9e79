package org.allowput.ops.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Properties;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
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
    /** To delete the folder. */
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

    /** Runs statements that return nothing. */
    public void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failed(e);
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

    /** Reads the rows of a query. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    /** Changes rows, with values for the question marks. */
    public void update(String sql, List<? extends @Nullable Object> values) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static void set(PreparedStatement statement, List<? extends @Nullable Object> values) throws SQLException {
        for (int at = 0; at < values.size(); at++) {
            statement.setObject(at + 1, values.get(at));
        }
    }

    /**
     * Runs a query with values for its question marks. The rows are read as they are computed; tables may be written
     * meanwhile.
     */
    public <T> T query(String sql, List<?> values, RowReader<T> reader) {
        try (Connection reading = connection.duplicate();
                PreparedStatement statement = reading.prepareStatement(sql)) {
            set(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
                return reader.read(rows);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** What is done with a row. */
    @FunctionalInterface
    public interface RowConsumer {
        void accept(ResultSet row) throws SQLException;
    }

    /** Hands on each row of a query. */
    public void forEach(String sql, RowConsumer to) {
        query(sql, List.of(), rows -> {
            while (rows.next()) {
                to.accept(rows);
            }
            return rows;
        });
    }

    /** Numbers by their names, in the order of the query's rows. */
    public Map<String, Long> numbers(String sql) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        forEach(sql, row -> numbers.put(row.getString(1), row.getLong(2)));
        return numbers;
    }

    /** The rows of a query, to be taken on this thread while they are read. */
    public static <T> Stream<T> stream(ResultSet rows, RowReader<T> reader) {
        Iterator<T> each = new Iterator<>() {
            private boolean ready;

            @Override
            public boolean hasNext() {
                try {
                    ready = ready || rows.next();
                    return ready;
                } catch (SQLException e) {
                    throw failed(e);
                }
            }

            @Override
            public T next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                ready = false;
                try {
                    return reader.read(rows);
                } catch (SQLException e) {
                    throw failed(e);
                }
            }
        };
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(each, 0), false);
    }

    /** A time of a row; null if it has none. */
    public static @Nullable Instant time(ResultSet rows, int column) throws SQLException {
        LocalDateTime time = rows.getObject(column, LocalDateTime.class);
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }

    /** A time as a value of a statement. */
    public static LocalDateTime value(Instant time) {
        return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    /** What a query that fails means. */
    public static OperationException failed(SQLException e) {
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

    /** A query may still be writing when the JVM ends: what it has added meanwhile is found by the next attempt. */
    private static void delete(Path folder) {
        int attempts = 0;
        while (!deleteOnce(folder) && attempts < MOST_ATTEMPTS) {
            attempts++;
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
