package org.allowput.ops.where;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.allowput.contract.StackOutput;
import org.allowput.contract.large.CopyPlan;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.FunctionLog;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.Operations;
import org.allowput.ops.compare.Database;
import org.allowput.ops.compare.Reconciliation;
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

@Command(name = "where")
public final class WhereCommand extends StackCommand {
    /** 20,000 in all folders. */
    private static final int MOST_RECEIPTS_IN_A_FOLDER = 1250;

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
            Map<String, @Nullable Object> facts =
                    database.rows("FROM whereabouts").getFirst();
            boolean attention = Boolean.TRUE.equals(facts.remove("attention"));
            facts.values().removeIf(Objects::isNull);
            facts.replace(
                    "next",
                    Operations.inText(String.valueOf(facts.get("next")))
                            .replace("${options}", typed())
                            .replace("${key}", (key.startsWith("-") ? "-- " : "") + EscapedText.shellWord(key)));
            output.printFacts(facts);
            return (attention ? ExitStatus.FINDINGS : ExitStatus.OK).code();
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
        Instant from = since == null ? now.minus(1, ChronoUnit.DAYS) : since;
        for (Map<String, @Nullable Object> source : database.rows("FROM source")) {
            if (source.get("size") instanceof Long size && source.get("lastModified") instanceof Instant changed) {
                rule = selection.exclusion(key, size);
                from = since == null || since.isBefore(changed) ? changed : since;
            }
        }
        database.execute(
                "INSERT INTO searched (key, target, started, since, rule) VALUES (?, ?, ?, ?, ?)",
                key,
                "s3://" + deployed.outputs().get(StackOutput.TARGET_BUCKET_NAME) + "/"
                        + selection.targetKey(key).orElse(""),
                now,
                from,
                rule.orElse(null));
        if (rule.isPresent()) {
            return;
        }
        List<@Nullable Object[]> lines = new ArrayList<>();
        boolean isComplete = FunctionLog.read(
                deployed,
                FunctionLog.about(key),
                from,
                line -> lines.add(Database.row(Instant.ofEpochMilli(line.timestamp()), line.message())));
        database.insert("log_lines", lines.stream());
        // Receipts are read where the log does not say it, which does not have what the workflow does.
        boolean hasReceipts =
                deployed.outputs().find(StackOutput.RECEIPTS_KEPT_DAYS).isPresent()
                        && database.rows("FROM source, endings WHERE outcome <> 'workflowStarted'")
                                .isEmpty();
        if (hasReceipts) {
            // They are stored by time and not by key: the first ones, as a copy follows its event soon.
            Reconciliation.loadReceipts(deployed, database, from, MOST_RECEIPTS_IN_A_FOLDER, key::equals);
        }
        database.execute("UPDATE searched SET isComplete = ?, hasReceipts = ?", isComplete, hasReceipts);
        database.texts("SELECT execution FROM endings WHERE execution <> '' ORDER BY time DESC LIMIT 1")
                .forEach(execution -> loadExecution(deployed, execution, database));
    }

    /** The execution of the workflow for large objects that was started last for the object. */
    private void loadExecution(DeployedStack deployed, String arn, Database database) {
        try {
            DescribeExecutionResponse execution = deployed.clients()
                    .build(SfnClient.builder())
                    .describeExecution(request -> request.executionArn(arn));
            boolean isRunning = execution.status() == ExecutionStatus.RUNNING;
            String time = isRunning
                    ? "since " + execution.startDate() + progress(deployed, execution.name())
                    : "at " + execution.stopDate();
            database.execute(
                    "UPDATE searched SET isRunning = ?, succeeded = ?, workflow = ?",
                    isRunning,
                    execution.status() == ExecutionStatus.SUCCEEDED ? execution.stopDate() : null,
                    "%s %s, %s".formatted(execution.statusAsString(), time, arn));
        } catch (ExecutionDoesNotExistException e) {
            database.execute("UPDATE searched SET workflow = ?", "ended more than 90 days ago, " + arn);
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
                .map(plan -> {
                    Stream<String> done = keys.stream().filter(each -> each.startsWith(plan.rangeResults()));
                    return ": %d of %d ranges of %,d bytes".formatted(done.count(), plan.ranges(), plan.rangeBytes());
                })
                .orElse("");
    }
}
