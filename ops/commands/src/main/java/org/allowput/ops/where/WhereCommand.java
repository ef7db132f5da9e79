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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.contract.StackOutput;
import org.allowput.contract.json.JsonDocuments;
import org.allowput.contract.large.CopyPlan;
import org.allowput.contract.receipt.Receipts;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.FunctionLog;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.Program;
import org.allowput.ops.cli.ShellWord;
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
    private static final Duration DAY = Duration.ofDays(1);
    /** 20,000 in all folders. */
    private static final int MOST_RECEIPTS_IN_A_FOLDER = 1250;

    private static final Pattern GAP = Pattern.compile("\\$\\{(\\w+)}");

    /** What was found, by its source. */
    private final Map<String, String> evidence = new LinkedHashMap<>();

    @Parameters(paramLabel = "KEY", description = "The key in the source bucket.")
    private String key = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Log and receipts are read from then on (1d, 2026-01-31T00:00:00Z), but not from before"
                    + " the object last changed. Default: since then; for a day if it is gone.")
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
            Object attention = found.remove("attention");
            found.put("options", typed());
            found.put("key", (key.startsWith("-") ? "-- " : "") + ShellWord.of(key));
            found.put("letter", ShellWord.of(String.valueOf(found.get("letter"))));
            Map<String, @Nullable Object> answer = new LinkedHashMap<>();
            answer.put("key", key);
            answer.put("verdict", found.get("verdict"));
            answer.put("needsAttention", attention);
            answer.put("what", filled("what", found));
            answer.put("evidence", evidence);
            answer.put("next", Program.inText(filled("next", found)));
            output.print(answer, text(answer));
            return (Boolean.TRUE.equals(attention) ? ExitStatus.FINDINGS : ExitStatus.OK).code();
        }
    }

    private String text(Map<String, @Nullable Object> answer) {
        String what = String.valueOf(answer.get("what"));
        String separator = what.isEmpty() ? "" : what.startsWith("→") ? " " : ", ";
        StringBuilder text = new StringBuilder(
                "%s: %s%s%s%n".formatted(answer.get("verdict"), EscapedText.of(key), separator, EscapedText.of(what)));
        evidence.forEach((source, said) -> text.append("%-19s%s%n".formatted(source, EscapedText.of(said))));
        // It has no text from elsewhere but words that are quoted for the shell.
        return text.append("%-19s%s%n".formatted("next", answer.get("next"))).toString();
    }

    /** A text with the words that it needs. */
    private static String filled(String name, Map<String, @Nullable Object> words) {
        return GAP.matcher(String.valueOf(words.get(name)))
                .replaceAll(gap -> Matcher.quoteReplacement(String.valueOf(words.get(gap.group(1)))));
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
        Object modified = source.get("lastModified");
        if (source.get("size") instanceof Long size) {
            rule = selection.exclusion(key, size);
            evidence.put(
                    "source", "%,d bytes, last modified %s, ETag %s".formatted(size, modified, source.get("eTag")));
        } else if (rule.isEmpty()) {
            evidence.put("source", "no such object, or its newest version is a delete marker");
        }
        database.execute(
                "INSERT INTO searched (key, eTag, lastModified, target, started, rule) VALUES (?, ?, ?, ?, ?, ?)",
                key,
                source.get("eTag"),
                modified,
                "s3://" + deployed.outputs().get(StackOutput.TARGET_BUCKET_NAME) + "/"
                        + selection.targetKey(key).orElse(""),
                now,
                rule.orElse(null));
        if (rule.isPresent()) {
            evidence.put("rule", rule.get());
            return;
        }
        Instant changed = modified instanceof Instant time ? time : now.minus(DAY);
        Instant from = since == null || (!source.isEmpty() && since.isBefore(changed)) ? changed : since;
        String nothing = "nothing about this version since " + from.truncatedTo(ChronoUnit.SECONDS);
        loadLog(FunctionLog.of(deployed), from, nothing, database);
        if (deployed.outputs().find(StackOutput.RECEIPTS_KEPT_DAYS).isPresent()
                && (source.isEmpty() || database.count("endings WHERE outcome <> 'handedOver'") == 0)) {
            loadReceipts(deployed, selection, from, database);
            evidence.put(
                    "receipts",
                    last("receipts", database).orElse(nothing + ", in the first 20,000 objects of receipts"));
        }
        database.texts("SELECT execution FROM endings WHERE execution <> '' ORDER BY time DESC LIMIT 1")
                .forEach(execution -> loadExecution(deployed, execution, database));
        evidence.put(
                "dead-letter queue",
                database.texts("SELECT messageId || coalesce(', ' || reason, '') FROM last_letter").stream()
                        .findFirst()
                        .orElse("none of the first 10,000 messages names it"));
    }

    private void loadLog(FunctionLog log, Instant from, String nothing, Database database) {
        List<@Nullable Object[]> lines = new ArrayList<>();
        boolean complete = log.read(
                FunctionLog.about(key), from, (time, line) -> lines.add(Database.row(time, JsonDocuments.line(line))));
        database.insert("log_lines", lines.stream());
        evidence.put(
                "log",
                last("log", database).orElse(nothing)
                        + (complete ? "" : "; not read to its end: choose a later time with --since"));
    }

    private static Optional<String> last(String place, Database database) {
        return database
                .texts("SELECT said FROM endings WHERE place = '" + place
                        + "' ORDER BY outcome = 'skipped', time DESC LIMIT 1")
                .stream()
                .findFirst();
    }

    /**
     * Only where the log does not say it, which does not have what the workflow does. They are stored by time and not
     * by key: the first ones since then, as a copy follows its event soon.
     */
    private void loadReceipts(DeployedStack deployed, Selection selection, Instant from, Database database) {
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
