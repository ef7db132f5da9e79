package org.allowput.ops.where;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.allowput.contract.StackOutput;
import org.allowput.contract.large.CopyPlan;
import org.allowput.contract.receipt.Receipts;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.FunctionLog;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.Output;
import org.allowput.ops.cli.Program;
import org.allowput.ops.compare.Reconciliation;
import org.allowput.ops.database.Database;
import org.allowput.ops.records.StoredReceipts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

@Command(name = "where", exitCodeList = "1:The object is not copied, or not known to be.")
public final class WhereCommand extends StackCommand {
    /** 20,000 in all folders. */
    private static final int MOST_RECEIPTS_IN_A_FOLDER = 1250;

    private static final String LAST =
            "SELECT said FROM endings WHERE place = '%s' ORDER BY outcome = 'skipped', time DESC LIMIT 1";

    /** What was found, by its source. */
    private final Map<String, Object> evidence = new LinkedHashMap<>();

    @Parameters(paramLabel = "KEY")
    private String key = "";

    @Option(names = "--since", paramLabel = "TIME")
    private @Nullable Instant since;

    @Override
    protected void check() {
        if (key.isEmpty()) {
            throw wrong("KEY is empty, expected the key of an object");
        }
    }

    @Override
    protected int run(DeployedStack deployed) throws IOException {
        try (Database database = new Database()) {
            load(deployed, database, Instant.now());
            Map<String, @Nullable Object> found =
                    database.rows("FROM whereabouts").getFirst();
            Map<String, Object> facts =
                    Output.facts("key", key, "verdict", found.get("verdict"), "what", found.get("what"));
            facts.putAll(evidence);
            facts.put(
                    "next",
                    Program.inText(String.valueOf(found.get("next")))
                            .replace("${options}", typed())
                            .replace("${key}", (key.startsWith("-") ? "-- " : "") + EscapedText.shellWord(key)));
            output.printFacts(facts);
            return (Boolean.TRUE.equals(found.get("attention")) ? ExitStatus.FINDINGS : ExitStatus.OK).code();
        }
    }

    /** What the query {@code whereabouts} needs, unless a rule leaves the object out. */
    private void load(DeployedStack deployed, Database database, Instant now) throws IOException {
        Selection selection = deployed.outputs().selection();
        Optional<String> rule = selection.exclusion(key);
        if (rule.isEmpty()) {
            new Reconciliation(Duration.ZERO, null)
                    .load(deployed, key, true, database, Set.of("source", "dead_letters"), now);
        }
        Map<String, @Nullable Object> source =
                database.rows("FROM source").stream().findFirst().orElse(Map.of());
        Instant changed = now.minus(1, ChronoUnit.DAYS);
        if (source.get("size") instanceof Long size && source.get("lastModified") instanceof Instant modified) {
            rule = selection.exclusion(key, size);
            changed = modified;
            evidence.put(
                    "source", "%,d bytes, last modified %s, ETag %s".formatted(size, modified, source.get("eTag")));
        } else if (rule.isEmpty()) {
            evidence.put("source", "no such object, or its newest version is a delete marker");
        }
        database.execute(
                "INSERT INTO searched (key, eTag, lastModified, target, started, rule) VALUES (?, ?, ?, ?, ?, ?)",
                key,
                source.get("eTag"),
                source.get("lastModified"),
                "s3://" + deployed.outputs().get(StackOutput.TARGET_BUCKET_NAME) + "/"
                        + selection.targetKey(key).orElse(""),
                now,
                rule.orElse(null));
        if (rule.isPresent()) {
            evidence.put("rule", rule.get());
            return;
        }
        Instant from = since == null || (!source.isEmpty() && since.isBefore(changed)) ? changed : since;
        String nothing = "nothing about this version since " + from.truncatedTo(ChronoUnit.SECONDS);
        List<@Nullable Object[]> lines = new ArrayList<>();
        boolean complete = FunctionLog.read(
                deployed,
                FunctionLog.about(key),
                from,
                line -> lines.add(Database.row(Instant.ofEpochMilli(line.timestamp()), line.message())));
        database.insert("log_lines", lines.stream());
        evidence.put(
                "log",
                first(database, LAST.formatted("log"), nothing)
                        + (complete ? "" : "; not read to its end: choose a later time with --since"));
        // Receipts are read where the log does not say it, which does not have what the workflow does.
        if (deployed.outputs().find(StackOutput.RECEIPTS_KEPT_DAYS).isPresent()
                && (source.isEmpty() || database.count("endings WHERE outcome <> 'handedOver'") == 0)) {
            // They are stored by time and not by key: the first ones, as a copy follows its event soon.
            new StoredReceipts(
                            deployed.clients().s3(),
                            deployed.outputs().get(StackOutput.OPERATIONS_BUCKET_NAME),
                            Receipts.PREFIX)
                    .load(
                            database,
                            from,
                            MOST_RECEIPTS_IN_A_FOLDER,
                            each -> Optional.of(each).filter(key::equals).flatMap(selection::targetKey),
                            "");
            evidence.put(
                    "receipts",
                    first(database, LAST.formatted("receipts"), nothing + ", in the first 20,000 objects of receipts"));
        }
        database.texts("SELECT execution FROM endings WHERE execution <> '' ORDER BY time DESC LIMIT 1")
                .forEach(execution -> loadExecution(deployed, execution, database));
        evidence.put(
                "deadLetterQueue",
                first(
                        database,
                        "SELECT concat_ws(', ', messageId, reason) FROM last_letter",
                        "none of the first 10,000 messages names it"));
    }

    private static String first(Database database, String sql, String otherwise) {
        return database.texts(sql).stream().findFirst().orElse(otherwise);
    }

    /** The execution of the workflow for large objects to which the object was handed over last. */
    private void loadExecution(DeployedStack deployed, String arn, Database database) {
        try {
            DescribeExecutionResponse execution = deployed.clients()
                    .build(SfnClient.builder())
                    .describeExecution(request -> request.executionArn(arn));
            boolean runs = execution.status() == ExecutionStatus.RUNNING;
            database.execute(
                    "UPDATE searched SET isRunning = ?, succeeded = ?",
                    runs,
                    execution.status() == ExecutionStatus.SUCCEEDED ? execution.stopDate() : null);
            String time = runs
                    ? "since " + execution.startDate() + progress(deployed, execution.name())
                    : "at " + execution.stopDate();
            evidence.put("workflow", "%s %s, %s".formatted(execution.statusAsString(), time, arn));
        } catch (ExecutionDoesNotExistException e) {
            evidence.put("workflow", "ended more than 90 days ago, " + arn);
        }
    }

    /** By the results that its ranges have stored; empty if it has not begun to copy. */
    private static String progress(DeployedStack deployed, String execution) {
        S3Client s3 = deployed.clients().s3();
        String bucket = deployed.outputs().get(StackOutput.OPERATIONS_BUCKET_NAME);
        List<String> keys = s3
                .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(CopyPlan.documents(execution)))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
        return keys.stream()
                .filter(each -> each.endsWith(CopyPlan.KEY_END))
                .reduce((round, later) -> later)
                .map(each -> CopyPlan.read(
                        s3.getObjectAsBytes(request -> request.bucket(bucket).key(each))
                                .asByteArray()))
                .map(plan -> ": %d of %d ranges of %,d bytes"
                        .formatted(
                                keys.stream()
                                        .filter(each -> each.startsWith(plan.rangeResults()))
                                        .count(),
                                plan.ranges(),
                                plan.rangeBytes()))
                .orElse("");
    }
}
