package org.allowput.ops.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.contract.StackOutput;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.StoredEvent;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.Receipts;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.CommandLines;
import org.allowput.ops.database.Queries;
import org.allowput.ops.queue.FakeClients;
import org.allowput.ops.queue.RecordingQueue;
import org.allowput.ops.reconcile.InMemoryBuckets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class QueryCommandTest {
    private final Instant changed = Instant.now().minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.SECONDS);
    private final InMemoryBuckets s3 = new InMemoryBuckets();
    private final RecordingQueue sqs = new RecordingQueue();
    private final Map<String, String> outputs = new TreeMap<>(Map.of(
            "SourceBucketName",
            "source",
            "TargetBucketName",
            "target",
            "OperationsBucketName",
            "receipts",
            "ReceiptsKeptDays",
            "90",
            "DeadLetterQueueUrl",
            "dead",
            StackOutput.SELECTION.id(),
            "[{\"include\": [\"in/**\"]}, {\"include\": [\"logs/**\"]}]"));
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void twoCopiesAndAnObjectWithoutAReceipt() {
        receipt(InMemoryBuckets.copied("in/a", "e", changed, changed.plusSeconds(1)));
        receipt(InMemoryBuckets.copied("logs/b, \"c\"", "f", changed, changed.plusSeconds(2), 2));
        s3.put("source", "in/a", new byte[1], changed, "e");
        s3.put("source", "in/missing", new byte[1], changed.plusSeconds(5), "e");
    }

    @Test
    void aNamedQueryIsATableCsvOrJsonLines() {
        String day = changed.toString().substring(0, 10);

        assertThat(run("copied")).isZero();
        assertThat(out).hasToString("""
            day         rule  copies  objects  bytes
            %1$s     1       1        1      1
            %1$s     2       1        1      1
            """.formatted(day));

        assertThat(run("copied", "--csv")).isZero();
        assertThat(out).hasToString("day,rule,copies,objects,bytes\n%1$s,1,1,1,1\n%1$s,2,1,1,1\n".formatted(day));

        assertThat(run("copied", "--json", "--prefix", "logs/")).isZero();
        assertThat(out)
                .hasToString("{\"day\":\"%s\",\"rule\":2,\"copies\":1,\"objects\":1,\"bytes\":1}\n".formatted(day));
    }

    @Test
    void oneOfYourOwnIsAskedOverTheFieldsOfReceipts() {
        assertThat(run("SELECT sourceKey, acknowledged, versionId FROM receipts ORDER BY 1;", "--csv"))
                .isZero();
        assertThat(out)
                .hasToString("sourceKey,acknowledged,versionId\nin/a,%s,\n\"logs/b, \"\"c\"\"\",%s,\n"
                        .formatted(millis(changed.plusSeconds(1)), millis(changed.plusSeconds(2))));

        assertThat(run("SELECT count(*) AS objects FROM source", "--json")).isZero();
        assertThat(out).hasToString("{\"objects\":2}\n");
        assertThat(s3.listedPrefixes).as("only what is asked for is read").containsExactly("in/", "logs/");
    }

    @Test
    void whatReconcileFindsAndWhatHappenedToAKeyAreQueriesToo() {
        assertThat(run("missing", "--csv")).isZero();
        assertThat(out.toString())
                .contains("\nin/missing,1,e," + millis(changed.plusSeconds(5)) + ",no receipt\n")
                .hasLineCount(2);

        assertThat(run("timeline", "--key", "in/a", "--csv")).isZero();
        assertThat(out.toString())
                .contains(millis(changed.plusSeconds(1)) + ",in/a,COPIED,1,e,")
                .hasLineCount(2);

        assertThat(run("timeline", "--since", "1d", "--csv")).isZero();
        assertThat(out.toString()).hasLineCount(1);
    }

    @Test
    void lagIsTheTimeThatHalfAnd99Of100TookAtMost() {
        for (int i = 1; i <= 200; i++) {
            Receipt copied = InMemoryBuckets.copied("in/" + i, "e", changed, changed.plusMillis(i));
            receipt(new Receipt(
                    copied.sourceBucket(),
                    copied.sourceKey(),
                    copied.targetBucket(),
                    copied.targetKey(),
                    copied.outcome(),
                    copied.version(),
                    changed,
                    changed.plusMillis(i),
                    "r",
                    1));
        }

        assertThat(run("lag", "--csv", "--prefix", "in/")).isZero();
        // The receipt of in/a says that its event was when it was acknowledged.
        assertThat(out.toString()).contains(",201,0.1,0.198,0.2\n");
    }

    @Test
    void deadLettersAreATable() {
        sqs.deadLetters.add(StoredEvent.write(
                new ChangeEvent(ChangeEvent.Kind.CREATED, "ObjectCreated:Put", "source", "in/dead", changed),
                "us-east-1"));

        assertThat(run("SELECT key FROM dead_letters", "--csv")).isZero();
        assertThat(out).hasToString("key\nin/dead\n");
    }

    @Test
    void whatCannotBeAnsweredIsRefusedWithTheReason() {
        assertThat(run("mising")).isEqualTo(2);
        assertThat(err.toString()).startsWith("seen 'mising', expected SQL or one of [copied, lag, missing,");
        assertThat(run("SELECT nothing FROM receipts")).isEqualTo(3);
        assertThat(err.toString()).startsWith("The query failed: Binder Error");
        assertThat(run("unreceipted")).isEqualTo(3);
        assertThat(err.toString()).contains("name its manifest with --inventory");
        assertThat(run("lag", "--athena")).isEqualTo(2);
        assertThat(err.toString()).startsWith("seen --athena without --since");
        assertThat(run("missing", "--athena", "--since", "1d")).isEqualTo(2);
        assertThat(err.toString()).startsWith("seen --athena with a query over more than receipts");
        assertThat(run("lag", "--athena", "--since", "1d")).isEqualTo(3);
        assertThat(err.toString()).contains("The stack has no database for Athena");
        outputs.remove("ReceiptsKeptDays");
        assertThat(run("lag")).isEqualTo(3);
        assertThat(err.toString()).contains("receipts.enabled=true");
    }

    @Test
    void withoutAQueryThoseWithANameAreListed() {
        CommandLine commandLine = commandLine(new QueryCommand());

        assertThat(commandLine.execute()).isZero();
        assertThat(out.toString().lines())
                .hasSize(Queries.NAMED.size())
                .first()
                .isEqualTo("copied       What was copied.");
        assertThat(commandLine.execute("lag", "--csv", "--json")).isEqualTo(2);
    }

    private static String millis(Instant time) {
        return time.toString().replace("Z", ".000Z");
    }

    private void receipt(Receipt receipt) {
        s3.put(
                "receipts",
                Receipts.key(
                        Receipts.PREFIX,
                        receipt.acknowledged(),
                        receipt.sourceKey().substring(0, 2)),
                Receipts.write(List.of(receipt)));
    }

    private CommandLine commandLine(QueryCommand command) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return CommandLines.of(command, "bin/query")
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
    }

    private int run(String... arguments) {
        s3.listedPrefixes.clear();
        int status = commandLine(new QueryCommand() {
                    @Override
                    public Integer call() throws IOException {
                        check();
                        return run(new DeployedStack(new FakeClients(s3, sqs), new StackOutputs("S", outputs)));
                    }
                })
                .execute(arguments);
        s3.listedPrefixes.removeAll(Receipts.prefixes(Receipts.PREFIX));
        return status;
    }
}
