package org.allowput.ops.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.FakeAws;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.compare.Database;
import org.allowput.ops.compare.Queries;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.athena.model.ColumnInfo;
import software.amazon.awssdk.services.athena.model.Datum;
import software.amazon.awssdk.services.athena.model.GetQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.GetQueryExecutionResponse;
import software.amazon.awssdk.services.athena.model.GetQueryResultsRequest;
import software.amazon.awssdk.services.athena.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.Row;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionResponse;

class AthenaQueryTest {
    private static final Instant SINCE = Instant.parse("2026-01-31T17:25:01Z");

    private final Deque<QueryExecutionState> states = new ArrayDeque<>(
            List.of(QueryExecutionState.QUEUED, QueryExecutionState.RUNNING, QueryExecutionState.SUCCEEDED));
    private final List<StartQueryExecutionRequest> started = new ArrayList<>();

    @Test
    void theRowsOfAllPagesAreATableOfTheTypesThatAthenaSays() {
        try (Database database = new Database()) {
            run(Queries.text("lag"), "", database);

            assertThat(database.rows("SELECT number + 1 AS number, day, acknowledged, text FROM answer ORDER BY 1"))
                    .extracting(Map::toString)
                    .containsExactly(
                            "{number=2, day=2026-01-31, acknowledged=2026-01-31T17:25:01.003Z, text=null}",
                            "{number=3, day=2026-02-01, acknowledged=2026-02-01T00:00:00Z, text=}");
        }
        assertThat(started).singleElement().satisfies(request -> {
            assertThat(request.workGroup()).isEqualTo("allow_put_prod");
            assertThat(request.queryExecutionContext().database()).isEqualTo("allow_put_prod");
            assertThat(request.queryString())
                    .contains("WHERE day >= '2026/01/31' AND from_iso8601_timestamp(acknowledged)"
                            + " >= from_iso8601_timestamp('2026-01-31T17:25:01Z')\n)\n-- How long")
                    .doesNotContain("$");
        });
    }

    /** A field that one of the two did not have would be missing in one of two answers to the same question. */
    @Test
    void theReceiptsHaveTheFieldsThatTheyHaveWithoutAthena() {
        try (Database database = new Database()) {
            run("SELECT 1", "", database);

            List<String> fields = database.rows("DESCRIBE SELECT * EXCLUDE (currentTargetKey) FROM receipts").stream()
                    .map(column -> String.valueOf(column.get("column_name")))
                    .toList();
            String columns = started.getFirst()
                    .queryString()
                    .replaceFirst("(?s).*WITH receipts AS \\(\\s+SELECT (.*?)\\s+FROM.*", "$1");
            assertThat(columns.split(",\\s+", -1))
                    .extracting(column -> column.replaceFirst(".* AS ", ""))
                    .isEqualTo(fields)
                    .contains("sourceKey", "acknowledged");
        }
    }

    @Test
    void aQueryThatBeginsWithQueriesOfItsOwnFollowsTheReceipts() {
        try (Database database = new Database()) {
            run("with a AS (SELECT 1) SELECT * FROM a", " AND sourceKey = 'it''s'", database);
        }
        assertThat(started.getFirst().queryString())
                .endsWith(" AND sourceKey = 'it''s'\n)\n, a AS (SELECT 1) SELECT * FROM a");
    }

    @Test
    void whatFailsSaysWhy() {
        states.clear();
        states.add(QueryExecutionState.FAILED);
        try (Database database = new Database()) {
            assertThatThrownBy(() -> run("SELECT 1", "", database))
                    .isInstanceOf(OperationException.class)
                    .hasMessage("The query q-1 in Athena ended as FAILED: the reason");
            assertThatThrownBy(() -> query(Map.of()).run("SELECT 1", "", database))
                    .isInstanceOf(OperationException.class)
                    .hasMessageContaining("-c receipts.enabled=true");
        }
    }

    private void run(String sql, String condition, Database database) {
        query(Map.of(StackOutput.ATHENA_DATABASE.id(), "allow_put_prod")).run(sql, condition, database);
    }

    /** Athena answers each query with two pages. */
    private AthenaQuery query(Map<String, String> outputs) {
        FakeAws athena = new FakeAws()
                .answer(StartQueryExecutionRequest.class, request -> {
                    started.add(request);
                    return StartQueryExecutionResponse.builder()
                            .queryExecutionId("q-" + started.size())
                            .build();
                })
                .answer(
                        GetQueryExecutionRequest.class,
                        request -> GetQueryExecutionResponse.builder()
                                .queryExecution(execution -> execution.status(status ->
                                        status.state(states.removeFirst()).stateChangeReason("the reason")))
                                .build())
                .answer(GetQueryResultsRequest.class, request -> page(request.nextToken() == null));
        return new AthenaQuery(
                new DeployedStack(athena.services(), new StackOutputs("S", outputs)), SINCE, Duration.ZERO);
    }

    private static GetQueryResultsResponse page(boolean first) {
        return GetQueryResultsResponse.builder()
                .nextToken(first ? "more" : null)
                .resultSet(set -> set.resultSetMetadata(metadata -> metadata.columnInfo(
                                column("number", "bigint"),
                                column("day", "date"),
                                column("acknowledged", "timestamp"),
                                column("text", "varchar")))
                        .rows(
                                first
                                        ? List.of(
                                                row("number", "day", "acknowledged", "text"),
                                                row("1", "2026-01-31", "2026-01-31 17:25:01.003", null))
                                        : List.of(row("2", "2026-02-01", "2026-02-01 00:00:00.000", ""))))
                .build();
    }

    private static ColumnInfo column(String name, String type) {
        return ColumnInfo.builder().name(name).type(type).build();
    }

    private static Row row(@Nullable String... cells) {
        return Row.builder()
                .data(Arrays.stream(cells)
                        .map(cell -> Datum.builder().varCharValue(cell).build())
                        .toList())
                .build();
    }
}
