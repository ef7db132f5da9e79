package org.allowput.ops.query;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.compare.ComparisonReport;
import org.allowput.ops.compare.Database;
import org.allowput.ops.compare.Queries;
import org.allowput.ops.compare.Reconciliation;
import org.allowput.ops.compare.SyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "query")
public class QueryCommand extends StackCommand {
    private static final int MAX_ROWS = 1000;
    private static final Duration ATHENA_POLL = Duration.ofMillis(500);

    /** ISO 8601, to the millisecond. */
    private static final String TIME = "%Y-%m-%dT%H:%M:%S.%gZ";

    @Parameters(arity = "0..1", paramLabel = "QUERY")
    private @Nullable String query;

    @Mixin
    private Reconciliation comparison = new Reconciliation(Duration.ZERO, null);

    @ArgGroup
    private Keys keys = new Keys();

    private static final class Keys {
        @Option(names = "--prefix")
        private @Nullable String prefix;

        @Option(names = "--key")
        private @Nullable String key;
    }

    @Option(names = "--csv")
    private boolean csv;

    @Option(names = "--athena")
    private boolean athena;

    /** The tables and views that the query reads. */
    private Set<String> relations = Set.of();

    @Override
    public Integer call() throws IOException {
        if (query != null) {
            return super.call();
        }
        for (String name : Queries.NAMED) {
            output.writer().printf("%-12s %s%n", name, Queries.description(name));
        }
        output.writer().flush();
        return ExitStatus.OK.code();
    }

    @Override
    protected void check() {
        if (csv && output.isJson()) {
            throw wrong("Seen --csv and --json, expected one of them");
        }
        if (!sql().contains(" ")) {
            throw wrong("seen '" + sql() + "', expected SQL or one of " + Queries.NAMED);
        }
        try {
            relations = Queries.relations(sql());
        } catch (SyntaxException e) {
            throw wrong("seen '" + sql() + "', expected one SELECT of DuckDB: " + e.getMessage());
        }
        if (athena && comparison.since().isEmpty()) {
            throw wrong("seen --athena without --since, expected the time of the first receipts, such as --since 7d");
        }
        if (athena && !Queries.areOfReceipts(relations)) {
            throw wrong("seen --athena with a query over more than receipts, expected one over receipts alone");
        }
    }

    private String sql() {
        String sql = String.valueOf(query).strip().replaceFirst(";$", "");
        return Queries.NAMED.contains(sql) ? Queries.text(sql) : sql;
    }

    @Override
    protected int run(DeployedStack deployed) throws IOException {
        try (Database database = new Database()) {
            String sql = load(deployed, database);
            if (csv) {
                Path file = database.folder().resolve("rows.csv");
                database.execute("COPY (" + sql + "\n) TO '" + file + "' (FORMAT csv, TIMESTAMPFORMAT '" + TIME + "')");
                try (Reader rows = Files.newBufferedReader(file)) {
                    rows.transferTo(output.writer());
                }
            } else {
                database.query(sql, rows -> output.printRows(rows, MAX_ROWS));
            }
            output.writer().flush();
            return ExitStatus.OK.code();
        }
    }

    /** Reads only what the query names, or Athena's answer. Returns what prints it. */
    private String load(DeployedStack deployed, Database database) throws IOException {
        boolean isKey = keys.key != null;
        String beginning = Objects.requireNonNullElse(keys.key, Objects.requireNonNullElse(keys.prefix, ""));
        if (!athena) {
            comparison.load(deployed, beginning, isKey, database, relations, Instant.now());
            new ComparisonReport(database, output).warnOfUnreadable();
            return sql();
        }
        String condition = (isKey ? " AND sourceKey = '%s'" : " AND starts_with(sourceKey, '%s')")
                .formatted(beginning.replace("'", "''"));
        new AthenaQuery(deployed, comparison.since().orElseThrow(), ATHENA_POLL)
                .run(sql(), beginning.isEmpty() ? "" : condition, database);
        return "FROM answer";
    }
}
