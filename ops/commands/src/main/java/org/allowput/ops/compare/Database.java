package org.allowput.ops.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
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
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.Output;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBScalarFunctionBuilder;
import org.jspecify.annotations.Nullable;

/**
 * DuckDB in a temporary folder, which is removed when this is closed, or when the JVM ends. What does not fit into 512
 * MB of memory is written there. Nothing is downloaded: the extensions that the queries need are part of the library.
 */
public final class Database implements AutoCloseable {
    /** Below the connections of a client. */
    private static final int AT_A_TIME = 48;

    /** Of a table. */
    private static final int MAX_ROWS = 100;

    /** Of databases that are open, for Ctrl-C. */
    private static final Set<Path> FOLDERS = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> FOLDERS.forEach(Database::delete)));
    }

    private final Path folder;
    private final DuckDBConnection connection;

    /** With all tables, which are empty, and the queries as views. */
    public Database() {
        try {
            folder = Files.createTempDirectory("allow-put-query");
            FOLDERS.add(folder);
            String url = "jdbc:duckdb:" + folder.resolve("database") + ";temp_directory=" + folder.resolve("spilled")
                    + ";memory_limit=512MB;autoinstall_known_extensions=false;autoload_known_extensions=false"
                    + ";preserve_insertion_order=false;jdbc_stream_results=true";
            connection = new DuckDBDriver().connect(url, new Properties()).unwrap(DuckDBConnection.class);
        } catch (Exception e) {
            throw new OperationException("The database DuckDB does not start: " + e.getMessage(), e);
        }
        execute(Queries.text("tables"));
        Queries.VIEWS.forEach(view -> execute("CREATE VIEW " + view + " AS " + Queries.text(view)));
    }

    /** Where files can be put that are queried. */
    public Path folder() {
        return folder;
    }

    /** Runs statements that return nothing; a single one may have values for its question marks. */
    public void execute(String sql, @Nullable Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int at = 0; at < values.length; at++) {
                statement.setObject(at + 1, stored(values[at]));
            }
            statement.execute();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static @Nullable Object stored(@Nullable Object value) {
        return value instanceof Instant time ? LocalDateTime.ofInstant(time, ZoneOffset.UTC) : value;
    }

    /** Fills the table {@code asked}, by its columns, the grace period in milliseconds. */
    public void ask(@Nullable Object... values) {
        execute("INSERT INTO asked VALUES (?, ?, ?, to_milliseconds(?), ?, ?)", values);
        materialize("parameters");
    }

    /** Computes a view once, for all queries that follow. */
    public void materialize(String view) {
        execute("CREATE TABLE computed_" + view + " AS FROM " + view + "; CREATE OR REPLACE VIEW " + view
                + " AS FROM computed_" + view);
    }

    /** Adds a function of a text for queries: NULL where it is empty, and of NULL. */
    public void define(String name, Function<String, Optional<String>> function) {
        try (DuckDBScalarFunctionBuilder builder = DuckDBFunctions.scalarFunction()) {
            builder.withName(name)
                    .withParameter(String.class)
                    .withReturnType(String.class)
                    .withFunction((String text) ->
                            Optional.ofNullable(text).flatMap(function).orElse(null))
                    .register(connection);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Adds rows to a table: texts, whole numbers, booleans and times in the order of its columns. */
    public void insert(String table, Stream<@Nullable Object[]> rows) {
        try (DuckDBAppender appender = connection.createAppender(table)) {
            for (Object[] row : (Iterable<@Nullable Object[]>) rows::iterator) {
                appender.beginRow();
                for (Object value : row) {
                    switch (stored(value)) {
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
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Adds a row to a table for each row of a query, by requests of which {@value #AT_A_TIME} run at a time. */
    public void insert(String table, String sql, Function<Map<String, @Nullable Object>, @Nullable Object[]> request) {
        query(sql, rows -> insert(table, rows.gather(Gatherers.mapConcurrent(AT_A_TIME, request))));
    }

    /** Its values, as a row of a table. */
    public static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    /**
     * Hands on the rows of a query as they are computed, each as its values by their columns. Tables may be written
     * meanwhile.
     */
    public void query(String sql, Consumer<Stream<Map<String, @Nullable Object>>> use) {
        try (Connection reading = connection.duplicate();
                PreparedStatement statement = reading.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            use.accept(Stream.iterate(next(rows), Objects::nonNull, previous -> next(rows)));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** The next row: null, numbers, booleans, times as {@link Instant}, and all else as text; null at the end. */
    private static @Nullable Map<String, @Nullable Object> next(ResultSet rows) {
        try {
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
                            case Timestamp time ->
                                rows.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
                            case Object value -> value.toString();
                        });
            }
            return row;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** The rows of a query, all of them read. */
    public List<Map<String, @Nullable Object>> rows(String sql) {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        query(sql, rows -> rows.forEach(all::add));
        return all;
    }

    /** The first column of a query, as texts. */
    public List<String> texts(String sql) {
        return rows(sql).stream()
                .map(row -> String.valueOf(row.values().iterator().next()))
                .toList();
    }

    /**
     * Prints receipts that could not be read, findings, and the one row of a query about all of them: as numbers, or
     * for people what it has as {@code said}.
     *
     * @return the exit code, by whether it says that something needs {@code attention}
     * @throws OperationException if it says why {@code nothing} was compared
     */
    public int report(Output output, String findings, Map<String, @Nullable Object> summary) {
        texts("FROM unreadable").forEach(output::warn);
        query(findings, rows -> output.printRows(rows, MAX_ROWS));
        Object said = summary.remove("said");
        Object nothing = summary.remove("nothing");
        output.print(summary, said + "\n");
        if (nothing != null) {
            throw new OperationException("Nothing was compared: " + nothing);
        }
        return (Boolean.TRUE.equals(summary.get("attention")) ? ExitStatus.FINDINGS : ExitStatus.OK).code();
    }

    /** What a query has seen it says by the function {@code error}. */
    private static OperationException failed(SQLException e) {
        String message = String.valueOf(e.getMessage()).strip().replaceFirst("^Invalid Input Error: (?=Seen)", "");
        return new OperationException(message.startsWith("Seen") ? message : "The query failed: " + message, e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            delete(folder);
            FOLDERS.remove(folder);
        }
    }

    /** In ten attempts: a query may still be writing when the JVM ends. */
    private static void delete(Path folder) {
        for (int attempt = 0; attempt < 10 && Files.exists(folder); attempt++) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException | UncheckedIOException e) {
                Thread.onSpinWait();
            }
        }
    }
}
