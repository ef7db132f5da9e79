package org.allowput.ops.query;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.compare.Database;
import org.allowput.ops.compare.Queries;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.Datum;
import software.amazon.awssdk.services.athena.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.QueryExecutionStatus;

/**
 * Asks Athena, in the workgroup of a stack, about receipts since a time.
 *
 * @param poll how long it waits before it looks again whether a query has ended
 */
record AthenaQuery(DeployedStack stack, Instant since, Duration poll) {
    private static final Set<QueryExecutionState> RUNNING =
            Set.of(QueryExecutionState.QUEUED, QueryExecutionState.RUNNING);

    /** Athena's types that DuckDB has by the same name; values of others stay texts. */
    private static final Set<String> TYPES =
            Set.of("boolean", "tinyint", "smallint", "integer", "bigint", "float", "double", "date", "timestamp");

    /**
     * Runs a query, and loads its rows into the table {@code answer}.
     *
     * @param condition that receipts fulfil besides
     * @throws OperationException if the stack has no database for Athena, or the query fails
     */
    void run(String sql, String condition, Database database) {
        String name = stack.outputs()
                .find(StackOutput.ATHENA_DATABASE)
                .orElseThrow(() -> new OperationException("The stack has no database for Athena: deploy it by the CDK"
                        + " with -c receipts.enabled=true."));
        AthenaClient athena = stack.clients().build(AthenaClient.builder());
        String days = "day >= '%s' AND from_iso8601_timestamp(acknowledged) >= from_iso8601_timestamp('%s')"
                .formatted(since.toString().substring(0, 10).replace('-', '/'), since);
        String receipts = Queries.receiptsInAthena(days + condition);
        String id = athena.startQueryExecution(request -> request.workGroup(name)
                        .queryExecutionContext(context -> context.database(name))
                        // It may begin with more queries that have a name.
                        .queryString(receipts + sql.replaceFirst("(?i)^\\s*WITH\\s", ", ")))
                .queryExecutionId();
        QueryExecutionStatus status;
        do {
            LockSupport.parkNanos(poll.toNanos());
            status = athena.getQueryExecution(request -> request.queryExecutionId(id))
                    .queryExecution()
                    .status();
        } while (RUNNING.contains(status.state()));
        if (status.state() != QueryExecutionState.SUCCEEDED) {
            throw new OperationException("The query " + id + " in Athena ended as " + status.stateAsString() + ": "
                    + status.stateChangeReason());
        }
        load(athena.getQueryResultsPaginator(request -> request.queryExecutionId(id)), database);
    }

    private static void load(Iterable<GetQueryResultsResponse> pages, Database database) {
        Map<String, String> types = new LinkedHashMap<>();
        pages.iterator()
                .next()
                .resultSet()
                .resultSetMetadata()
                .columnInfo()
                .forEach(column -> types.put(
                        '"' + column.name().replace("\"", "\"\"") + '"',
                        TYPES.contains(column.type()) ? column.type() : "VARCHAR"));
        database.execute("CREATE TABLE texts (" + String.join(" VARCHAR, ", types.keySet()) + " VARCHAR)");
        database.insert(
                "texts",
                StreamSupport.stream(pages.spliterator(), false)
                        .flatMap(page -> page.resultSet().rows().stream())
                        // The first row has the names of the columns.
                        .skip(1)
                        .map(row -> row.data().stream().map(Datum::varCharValue).toArray()));
        database.execute(types.entrySet().stream()
                .map(column -> "CAST(%1$s AS %2$s) AS %1$s".formatted(column.getKey(), column.getValue()))
                .collect(Collectors.joining(", ", "CREATE VIEW answer AS SELECT ", " FROM texts")));
    }
}
