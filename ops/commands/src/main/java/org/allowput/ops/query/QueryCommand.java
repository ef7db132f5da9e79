package org.allowput.ops.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.SourceStackCommand;
import org.allowput.ops.cli.DurationConverter;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.TimeConverter;
import org.allowput.ops.compare.Reconciliation;
import org.allowput.ops.database.Database;
import org.allowput.ops.database.Queries;
import org.allowput.ops.queue.DeadLetters;
import org.allowput.ops.records.DeadLetterRows;
import org.allowput.ops.records.Inventory;
import org.allowput.ops.records.InventoryFiles;
import org.allowput.ops.records.ReceiptsRead;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "query",
        description = "Answers a question about what was copied, with SQL: a query by its name, or one of your own over"
                + " the tables receipts, source (objects of the source bucket), target (account A's inventory) and"
                + " dead_letters. Without a query it lists those that have a name.",
        footer = {
            "",
            "It reads only what the query names. Details: docs/commands.md#query.",
            "Examples:",
            "  bin/query",
            "  bin/query lag --since 1d",
            "  bin/query timeline --key in/a.csv --json",
            "  bin/query 'SELECT outcome, count(*) FROM receipts GROUP BY outcome' --csv"
        })
public final class QueryCommand extends SourceStackCommand {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "QUERY", description = "A name, or SQL as DuckDB reads it.")
    private @Nullable String query;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Only receipts that were written since then: 1d, 2026-01-31, 2026-01-31T00:00:00Z. Default:"
                    + " all that are kept.")
    private @Nullable Instant since;

    @ArgGroup
    private Keys keys = new Keys();

    private static final class Keys {
        @Option(names = "--prefix", description = "Only source keys that begin with this.")
        private @Nullable String prefix;

        @Option(names = "--key", description = "Only this source key.")
        private @Nullable String key;
    }

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            defaultValue = "15m",
            converter = DurationConverter.class,
            description = "How long a copy may take: 90s, 15m, 2h, 1d. Default: ${DEFAULT-VALUE}.")
    private Duration grace = Duration.ofMinutes(15);

    @Option(
            names = "--inventory",
            paramLabel = "MANIFEST",
            description = "The manifest.json of A's S3 Inventory (CSV or Parquet), for the table target: a path, or"
                    + " s3://bucket/key that account B may read.")
    private @Nullable String inventory;

    @Option(names = "--csv", description = "Prints CSV with a heading.")
    private boolean csv;

    @Override
    public Integer call() {
        if (csv && output.isJson()) {
            throw new ParameterException(command.commandLine(), "Seen --csv and --json, expected one of them");
        }
        if (query == null) {
            for (String name : Queries.NAMED) {
                output.writer().printf("%-12s %s%n", name, Queries.description(name));
            }
            output.writer().flush();
            return ExitStatus.OK.code();
        }
        return super.call();
    }

    @Override
    protected int run(DeployedStack deployed) {
        String sql = String.valueOf(query).strip().replaceFirst(";$", "");
        Set<String> words = Queries.words(sql);
        if (!sql.contains(" ") && !Queries.NAMED.contains(sql)) {
            throw new ParameterException(
                    command.commandLine(), "seen '" + sql + "', expected SQL or one of " + Queries.NAMED);
        }
        try (Database database = Database.open()) {
            load(deployed, words, database);
            ResultFormat format = csv ? ResultFormat.CSV : output.isJson() ? ResultFormat.JSON : ResultFormat.TABLE;
            database.query(Queries.NAMED.contains(sql) ? "FROM " + sql : sql, List.of(), rows -> {
                format.print(rows, output);
                return format;
            });
            output.writer().flush();
            return ExitStatus.OK.code();
        } catch (IOException | UncheckedIOException e) {
            throw new OperationException("The query could not be answered: " + e.getMessage(), e);
        }
    }

    private void load(DeployedStack deployed, Set<String> words, Database database) throws IOException {
        Instant now = Instant.now();
        Reconciliation comparison = Reconciliation.of(
                deployed,
                Optional.ofNullable(keys.key)
                        .or(() -> Optional.ofNullable(keys.prefix))
                        .orElse(""),
                grace,
                output.errorWriter());
        Optional<Reconciliation.Written> receipts = Reconciliation.written(
                        deployed.outputs(), Optional.ofNullable(since), now)
                .filter(written -> words.contains("receipts"));
        if (words.contains("receipts") && receipts.isEmpty()) {
            throw new OperationException(
                    "The deployment writes no receipts: deploy the stack with -c receipts.enabled=true.");
        }
        Optional<Inventory> entries = Optional.empty();
        if (inventory != null) {
            entries = Optional.of(comparison.open(
                    InventoryFiles.at(inventory, deployed.clients().crossRegionS3())));
        } else if (words.contains("target") && !words.contains("status")) {
            throw new OperationException(
                    "The table target is account A's inventory: name its manifest with --inventory.");
        }
        ReceiptsRead read = comparison
                .load(database, receipts, entries, words.contains("source"), now)
                .receipts();
        read.named().forEach(each -> output.errorWriter().println("not read: " + EscapedText.of(each)));
        if (keys.key != null) {
            database.update("DELETE FROM receipts WHERE sourceKey <> ?", List.of(keys.key));
            database.update("DELETE FROM source WHERE key <> ?", List.of(keys.key));
            database.update("DELETE FROM target WHERE sourceKey <> ?", List.of(keys.key));
        }
        if (words.contains("dead_letters")) {
            DeadLetterRows.load(database, DeadLetters.of(deployed).peek());
        }
        if (words.contains("status")) {
            comparison.judge(database);
        }
    }
}
