package org.allowput.ops.where;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.allowput.contract.StackOutput;
import org.allowput.contract.json.JsonDocuments;
import org.allowput.contract.large.CopyPlan;
import org.allowput.contract.receipt.Receipts;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.FunctionLog;
import org.allowput.ops.compare.Reconciliation;
import org.allowput.ops.database.Database;
import org.allowput.ops.records.StoredReceipts;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * What account B has about one object, for the query {@code whereabouts}.
 *
 * @param texts what was found, by its source
 */
record ObjectEvidence(DeployedStack stack, S3Client s3, String key, Database database, Map<String, String> texts) {
    private static final Duration DAY = Duration.ofDays(1);
    /** 20,000 in all folders. */
    private static final int MOST_RECEIPTS_IN_A_FOLDER = 1250;

    /**
     * Loads it, unless a rule leaves the object out: receipts only where the log does not say it, which does not have
     * what the workflow does.
     *
     * @param since from when on log and receipts are read, but not from before the object last changed
     */
    void load(@Nullable Instant since, Instant now) throws IOException {
        Selection selection = stack.outputs().selection();
        Optional<String> rule = selection.exclusion(key);
        if (rule.isEmpty()) {
            new Reconciliation(stack, key, true, Duration.ZERO, Optional.empty(), Optional.empty())
                    .load(database, Set.of("source", "dead_letters"), now);
        }
        Map<String, @Nullable Object> source =
                database.rows("FROM source").stream().findFirst().orElse(Map.of());
        if (source.get("size") instanceof Long size) {
            rule = selection.exclusion(key, size);
            texts.put(
                    "source",
                    "%,d bytes, last modified %s, ETag %s"
                            .formatted(size, source.get("lastModified"), source.get("eTag")));
        } else if (rule.isEmpty()) {
            texts.put("source", "no such object, or its newest version is a delete marker");
        }
        database.execute(
                "INSERT INTO searched (key, eTag, lastModified, target, started, rule) VALUES (?, ?, ?, ?, ?, ?)",
                key,
                source.get("eTag"),
                source.get("lastModified"),
                "s3://" + stack.outputs().get(StackOutput.TARGET_BUCKET_NAME) + "/"
                        + selection.targetKey(key).orElse(""),
                now,
                rule.orElse(null));
        if (rule.isPresent()) {
            texts.put("rule", rule.get());
            return;
        }
        Instant changed = source.get("lastModified") instanceof Instant time ? time : now.minus(DAY);
        Instant from = since == null || (!source.isEmpty() && since.isBefore(changed)) ? changed : since;
        loadLog(from);
        if (stack.outputs().find(StackOutput.RECEIPTS_KEPT_DAYS).isPresent()
                && (source.isEmpty() || database.count("endings WHERE outcome <> 'handedOver'") == 0)) {
            // They are stored by time and not by key: the first ones since then, as a copy follows its event soon.
            new StoredReceipts(s3, operations(), Receipts.PREFIX)
                    .load(
                            database,
                            from,
                            MOST_RECEIPTS_IN_A_FOLDER,
                            each -> Optional.of(each).filter(key::equals).flatMap(selection::targetKey),
                            "");
            texts.put(
                    "receipts",
                    last("receipts").orElse(nothingSince(from) + ", in the first 20,000 objects of receipts"));
        }
        database.texts("SELECT execution FROM endings WHERE execution <> '' ORDER BY time DESC LIMIT 1")
                .forEach(this::loadExecution);
        texts.put(
                "dead-letter queue",
                database.texts("SELECT messageId || coalesce(', ' || reason, '') FROM last_letter").stream()
                        .findFirst()
                        .orElse("none of the first 10,000 messages names it"));
    }

    private String operations() {
        return stack.outputs().get(StackOutput.OPERATIONS_BUCKET_NAME);
    }

    private void loadLog(Instant from) {
        List<@Nullable Object[]> lines = new ArrayList<>();
        boolean complete = FunctionLog.of(stack)
                .read(
                        FunctionLog.about(key),
                        from,
                        line -> lines.add(Database.row(line.time(), JsonDocuments.line(line.fields()))));
        database.insert("log_lines", lines.stream());
        texts.put(
                "log",
                last("log").orElse(nothingSince(from))
                        + (complete ? "" : "; not read to its end: choose a later time with --since"));
    }

    private Optional<String> last(String place) {
        return database
                .texts("SELECT said FROM endings WHERE place = '" + place
                        + "' ORDER BY outcome = 'skipped', time DESC LIMIT 1")
                .stream()
                .findFirst();
    }

    private static String nothingSince(Instant from) {
        return "nothing about this version since " + from.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The execution of the workflow for large objects to which the object was handed over last. */
    private void loadExecution(String arn) {
        try {
            DescribeExecutionResponse execution =
                    stack.clients().stepFunctions().describeExecution(request -> request.executionArn(arn));
            boolean runs = execution.status() == ExecutionStatus.RUNNING;
            database.execute(
                    "UPDATE searched SET isRunning = ?, succeeded = ?",
                    runs,
                    execution.status() == ExecutionStatus.SUCCEEDED ? execution.stopDate() : null);
            String time =
                    runs ? "since " + execution.startDate() + progress(execution.name()) : "at " + execution.stopDate();
            texts.put("workflow", "%s %s, %s".formatted(execution.statusAsString(), time, arn));
        } catch (ExecutionDoesNotExistException e) {
            texts.put("workflow", "ended more than 90 days ago, " + arn);
        }
    }

    /** By the results that its ranges have stored; empty if it has not begun to copy. */
    private String progress(String execution) {
        List<String> keys = s3
                .listObjectsV2Paginator(request -> request.bucket(operations()).prefix(CopyPlan.documents(execution)))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
        return keys.stream()
                .filter(each -> each.endsWith(CopyPlan.KEY_END))
                .reduce((round, later) -> later)
                .map(each -> CopyPlan.read(s3.getObjectAsBytes(
                                request -> request.bucket(operations()).key(each))
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
