package org.allowput.ops.compare;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.allowput.ops.cli.OperationException;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBScalarFunctionBuilder;
import org.jspecify.annotations.Nullable;

/**
 * DuckDB in a temporary folder, which is removed when this is closed, or when the JVM ends; by the next JVM, if it is
 * killed. What does not fit into 512 MB of memory is written there. Times are in UTC, wherever the operator is. Nothing
 * is downloaded: the extensions that the queries need are part of the library.
 */
public final class Database implements AutoCloseable {
    /** Below the connections of a client. */
    private static final int AT_A_TIME = 48;

    private final TemporaryFolder folder;
    private final DuckDBConnection connection;

    /** With all tables, which are empty, and the queries as views. */
    public Database() {
        try {
            folder = TemporaryFolder.create();
            String url = "jdbc:duckdb:" + folder.path().resolve("database") + ";temp_directory="
                    + folder.path().resolve("spilled")
                    + ";memory_limit=512MB;autoinstall_known_extensions=false;autoload_known_extensions=false"
                    + ";preserve_insertion_order=false;jdbc_stream_results=true";
            connection = new DuckDBDriver().connect(url, new Properties()).unwrap(DuckDBConnection.class);
            NativeLibrary.removeFile();
        } catch (Exception e) {
            throw new OperationException("The database DuckDB does not start: " + e.getMessage(), e);
        }
        // Also of connections that are duplicated: otherwise times with a zone become those of this computer.
        execute("SET GLOBAL TimeZone = 'UTC'");
        ReceiptMacros.statements().forEach(this::execute);
        execute(Queries.text("tables"));
        Queries.VIEWS.forEach(view -> execute("CREATE VIEW " + view + " AS " + Queries.text(view)));
    }

    /** Where files can be put that are queried. */
    public Path folder() {
        return folder.path();
    }

    /** Runs statements that return nothing; a single one may have values for its question marks. */
    public void execute(String sql, @Nullable Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int at = 0; at < values.length; at++) {
                statement.setObject(at + 1, Rows.parameter(values[at]));
            }
            statement.execute();
        } catch (SQLException e) {
            throw failed(e);
        }
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
                Rows.append(appender, row);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Adds a row to a table for each row of a query, by requests of which {@value #AT_A_TIME} run at a time. */
    public void insert(String table, String sql, Function<Map<String, @Nullable Object>, @Nullable Object[]> request) {
        query(sql, rows -> {
            insert(table, rows.gather(Gatherers.mapConcurrent(AT_A_TIME, request)));
            return rows;
        });
    }

    /** Its values, as a row of a table. */
    public static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    /**
     * Hands on the rows of a query as they are computed, each as its values by their columns. Tables may be written
     * meanwhile. Returns what {@code use} makes of them.
     */
    public <T> T query(String sql, Function<Stream<Map<String, @Nullable Object>>, T> use) {
        try (Connection reading = connection.duplicate();
                PreparedStatement statement = reading.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            return use.apply(Stream.iterate(next(rows), Objects::nonNull, previous -> next(rows)));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static @Nullable Map<String, @Nullable Object> next(ResultSet rows) {
        try {
            return Rows.next(rows);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** The rows of a query, all of them read. */
    public List<Map<String, @Nullable Object>> rows(String sql) {
        return query(sql, rows -> new ArrayList<>(rows.toList()));
    }

    /** The first column of a query, as texts. */
    public List<String> texts(String sql) {
        return rows(sql).stream()
                .map(row -> String.valueOf(row.values().iterator().next()))
                .toList();
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
            folder.close();
        }
    }
}
