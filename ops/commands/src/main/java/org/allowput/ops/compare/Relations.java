package org.allowput.ops.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.allowput.contract.json.JsonDocuments;
import org.allowput.ops.cli.OperationException;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tables and views that queries read, in the syntax tree of DuckDB's own parser. It reads no table, so that
 * it can say what has to be loaded.
 *
 * @see <a href="https://duckdb.org/docs/stable/data/json/sql_to_and_from_json">json_serialize_sql</a>
 */
final class Relations {
    private final Set<String> found = new HashSet<>();

    /** The names in lower case. @throws SyntaxException if it is not one query that can be parsed */
    Set<String> of(String sql) {
        try (Connection connection =
                        Objects.requireNonNull(new DuckDBDriver().connect("jdbc:duckdb:", new Properties()));
                PreparedStatement parser = connection.prepareStatement("SELECT json_serialize_sql(?)")) {
            collect(sql, parser);
            return found;
        } catch (SQLException e) {
            throw new OperationException("The database DuckDB does not start: " + e.getMessage(), e);
        }
    }

    private void collect(String sql, PreparedStatement parser) throws SQLException {
        parser.setString(1, sql);
        Map<String, Object> parsed;
        try (ResultSet tree = parser.executeQuery()) {
            tree.next();
            parsed = JsonDocuments.read(tree.getString(1).getBytes(UTF_8));
        }
        if (Boolean.TRUE.equals(parsed.get("error"))) {
            throw new SyntaxException(String.valueOf(parsed.get("error_message"))
                    .lines()
                    .findFirst()
                    .orElse(""));
        }
        if (!(parsed.get("statements") instanceof List<?> statements) || statements.size() != 1) {
            throw new SyntaxException("it is more than one statement");
        }
        Set<String> named = new HashSet<>();
        visit(statements, Set.of(), named);
        for (String name : named) {
            if (found.add(name) && Queries.VIEWS.contains(name)) {
                collect(Queries.text(name), parser);
            }
        }
    }

    /** @param hidden by a table of WITH that has the name */
    private static void visit(@Nullable Object node, Set<String> hidden, Set<String> named) {
        switch (node) {
            case Map<?, ?> fields -> {
                Set<String> inside = new HashSet<>(hidden);
                if (fields.get("cte_map") instanceof Map<?, ?> with && with.get("map") instanceof List<?> tables) {
                    // Each sees those before it.
                    for (Object table : tables) {
                        visit(((Map<?, ?>) table).get("value"), Set.copyOf(inside), named);
                        inside.add(name(((Map<?, ?>) table).get("key")));
                    }
                }
                String table = name(fields.get("table_name"));
                if ("BASE_TABLE".equals(fields.get("type")) && !inside.contains(table)) {
                    named.add(table);
                }
                fields.forEach((field, value) -> visit("cte_map".equals(field) ? null : value, inside, named));
            }
            case List<?> nodes -> nodes.forEach(each -> visit(each, hidden, named));
            case null -> {}
            default -> {}
        }
    }

    private static String name(@Nullable Object name) {
        return String.valueOf(name).toLowerCase(Locale.ROOT);
    }
}
