package org.allowput.ops.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.allowput.contract.StackOutput;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.Receipts;
import org.allowput.ops.aws.CommandRun;
import org.allowput.ops.aws.FakeS3;
import org.allowput.ops.aws.FakeSqs;
import org.allowput.ops.cli.Operations;
import org.allowput.ops.compare.Queries;
import org.allowput.ops.compare.TestReceipts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryCommandTest {
    private final Instant changed = Instant.now().minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.SECONDS);
    private final FakeS3 s3 = new FakeS3();
    private final FakeSqs sqs = new FakeSqs();
    private final CommandRun command = new CommandRun(s3, sqs);

    @BeforeEach
    void twoCopiesAndAnObjectWithoutAReceipt() {
        command.output(StackOutput.SELECTION, "[{\"include\": [\"in/**\"]}, {\"include\": [\"logs/**\"]}]");
        receipt(TestReceipts.copied("in/a", "e", changed, changed.plusSeconds(1)));
        receipt(TestReceipts.copied("logs/b, \"c\"", "f", changed, changed.plusSeconds(2), changed.plusSeconds(2), 2));
        s3.put("source", "in/a", new byte[1], changed, "e");
        s3.put("source", "in/missing", new byte[1], changed.plusSeconds(5), "e");
    }

    @Test
    void aNamedQueryIsATableCsvOrJsonLines() {
        String day = changed.toString().substring(0, 10);

        assertThat(run("copied")).isZero();
        assertThat(command.out).hasToString("""
            day         rule  copies  objects  bytes
            %1$s     1       1        1      1
            %1$s     2       1        1      1
            """.formatted(day));

        assertThat(run("copied", "--csv")).isZero();
        assertThat(command.out)
                .hasToString("day,rule,copies,objects,bytes\n%1$s,1,1,1,1\n%1$s,2,1,1,1\n".formatted(day));

        assertThat(run("copied", "--json", "--prefix", "logs/")).isZero();
        assertThat(command.out)
                .hasToString("{\"day\":\"%s\",\"rule\":2,\"copies\":1,\"objects\":1,\"bytes\":1}\n".formatted(day));
    }

    @Test
    void oneOfYourOwnIsAskedOverTheFieldsOfReceipts() {
        assertThat(run("SELECT sourceKey, acknowledged, versionId FROM receipts ORDER BY 1;", "--csv"))
                .isZero();
        assertThat(command.out)
                .hasToString("sourceKey,acknowledged,versionId\nin/a,%s,\n\"logs/b, \"\"c\"\"\",%s,\n"
                        .formatted(millis(changed.plusSeconds(1)), millis(changed.plusSeconds(2))));

        assertThat(run("SELECT count(*) AS objects FROM source", "--json")).isZero();
        assertThat(command.out).hasToString("{\"objects\":2}\n");
        assertThat(s3.listedPrefixes).as("only what is asked for is read").containsExactly("in/", "logs/");
    }

    /** Names of columns, aliases and texts are no tables; a table of WITH hides one of that name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT targetKey AS target FROM receipts",
                "SELECT sourceKey FROM receipts WHERE outcome = 'status' OR sourceKey LIKE 'target/%'",
                "SELECT r.sourceKey AS source, 1 AS \"dead_letters\" FROM receipts r -- FROM source",
                "WITH target AS (SELECT 1 AS a), source AS (FROM target) SELECT count(*) FROM source",
            })
    void onlyTablesThatAreNamedAsSuchAreRead(String sql) {
        assertThat(run(sql, "--csv")).as(command.err.toString()).isZero();
        assertThat(s3.listedPrefixes).isEmpty();
    }

    @Test
    void whatIsNoQueryIsRefused() {
        for (String sql : List.of("DROP TABLE receipts", "SELECT 1; SELECT 2", "SELECT FROM WHERE")) {
            assertThat(run(sql)).as(sql).isEqualTo(2);
            assertThat(command.err.toString()).startsWith("seen '" + sql + "', expected one SELECT of DuckDB: ");
        }
    }

    @Test
    void whatReconcileFindsAndWhatHappenedToAKeyAreQueriesToo() {
        assertThat(run("missing", "--csv")).isZero();
        assertThat(command.out.toString())
                .contains("\nin/missing,1,e," + millis(changed.plusSeconds(5)) + ",no receipt\n")
                .hasLineCount(2);

        assertThat(run("timeline", "--key", "in/a", "--csv")).isZero();
        assertThat(command.out.toString())
                .contains(millis(changed.plusSeconds(1)) + ",in/a,COPIED,1,e,")
                .hasLineCount(2);

        assertThat(run("timeline", "--since", "1d", "--csv")).isZero();
        assertThat(command.out.toString()).hasLineCount(1);
    }

    @Test
    void lagIsTheTimeThatHalfAnd99Of100TookAtMost() {
        for (int i = 1; i <= 200; i++) {
            receipt(TestReceipts.copied("in/" + i, "e", changed, changed, changed.plusMillis(i), 1));
        }

        assertThat(run("lag", "--csv", "--prefix", "in/")).isZero();
        // The receipt of in/a says that its event was when it was acknowledged.
        assertThat(command.out.toString()).contains(",201,0.1,0.198,0.2\n");
    }

    @Test
    void deadLettersAreATable() {
        sqs.deadLetter("id", "in/dead", changed, Map.of());

        assertThat(run("SELECT key FROM dead_letters", "--csv")).isZero();
        assertThat(command.out).hasToString("key\nin/dead\n");
    }

    @Test
    void whatCannotBeAnsweredIsRefusedWithTheReason() {
        assertThat(run("mising")).isEqualTo(2);
        assertThat(command.err.toString()).startsWith("seen 'mising', expected SQL or one of [copied, lag, missing,");
        assertThat(run("SELECT nothing FROM receipts")).isEqualTo(3);
        assertThat(command.err.toString()).startsWith("The query failed: Binder Error");
        assertThat(run("unreceipted")).isEqualTo(3);
        assertThat(command.err.toString()).contains("name its manifest with --inventory");
        assertThat(run("lag", "--athena")).isEqualTo(2);
        assertThat(command.err.toString()).startsWith("seen --athena without --since");
        assertThat(run("missing", "--athena", "--since", "1d")).isEqualTo(2);
        assertThat(command.err.toString()).startsWith("seen --athena with a query over more than receipts");
        assertThat(run("lag", "--athena", "--since", "1d")).isEqualTo(3);
        assertThat(command.err.toString()).contains("The stack has no database for Athena");
        command.outputs.remove("ReceiptsKeptDays");
        assertThat(run("lag")).isEqualTo(3);
        assertThat(command.err.toString()).contains("receipts.enabled=true");
    }

    @Test
    void withoutAQueryThoseWithANameAreListed() {
        StringWriter listed = new StringWriter();

        assertThat(Operations.commandLine(new QueryCommand(), "bin/query")
                        .setOut(new PrintWriter(listed, true))
                        .execute())
                .isZero();
        assertThat(listed.toString().lines())
                .hasSize(Queries.NAMED.size())
                .first()
                .isEqualTo("copied       What was copied.");
        assertThat(run("lag", "--csv", "--json")).isEqualTo(2);
    }

    private static String millis(Instant time) {
        return time.toString().replace("Z", ".000Z");
    }

    private void receipt(Receipt receipt) {
        s3.put(
                "operations",
                Receipts.key(
                        Receipts.PREFIX,
                        receipt.acknowledged(),
                        receipt.sourceKey().substring(0, 2)),
                Receipts.write(List.of(receipt)));
    }

    private int run(String... arguments) {
        s3.listedPrefixes.clear();
        int status = command.run(new QueryCommand(), arguments);
        s3.listedPrefixes.removeIf(prefix -> prefix.startsWith(Receipts.PREFIX));
        return status;
    }
}
