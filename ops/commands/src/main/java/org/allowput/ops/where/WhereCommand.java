package org.allowput.ops.where;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.allowput.contract.LogField;
import org.allowput.contract.StackOutput;
import org.allowput.contract.json.JsonDocuments;
import org.allowput.contract.large.CopyPlan;
import org.allowput.contract.receipt.OutcomeLabel;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.FunctionLog;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.Output;
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

    /** A line of the log states what a receipt does but for the object's time, which one with its entity tag has. */
    private static final String LINE_AS_RECEIPT = """
        INSERT INTO receipts (sourceBucket, sourceKey, targetBucket, targetKey, currentTargetKey, outcome, eventTime,
            acknowledged, eTag, lastModified)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT max(lastModified) FROM receipts WHERE eTag = ?))
        """;

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
            ObjectEvidence evidence = search(deployed, database, Instant.now());
            Whereabouts.Description found = Whereabouts.of(evidence)
                    .describe(typed(), (key.startsWith("-") ? "-- " : "") + EscapedText.shellWord(key));
            Map<String, Object> facts = Output.facts(
                    "key",
                    key,
                    "verdict",
                    found.verdict(),
                    "what",
                    found.details().isEmpty() ? null : found.details());
            facts.putAll(evidence.facts());
            facts.put("next", found.next());
            output.printFacts(facts);
            return (found.needsAttention() ? ExitStatus.FINDINGS : ExitStatus.OK).code();
        }
    }

    /** Reads the source bucket, the dead-letter queue, the log, and receipts where the log does not decide. */
    private ObjectEvidence search(DeployedStack deployed, Database database, Instant now) throws IOException {
        Selection selection = deployed.outputs().selection();
        String target = "s3://" + deployed.outputs().get(StackOutput.TARGET_BUCKET_NAME) + "/"
                + selection.targetKey(key).orElse("");
        Optional<String> rule = selection.exclusion(key);
        if (rule.isPresent()) {
            return ObjectEvidence.excluded(now, target, Optional.empty(), rule.get());
        }
        new Reconciliation(Duration.ZERO, null)
                .load(deployed, key, true, database, Set.of("source", "dead_letters"), now);
        Optional<SourceVersion> source =
                database.rows("FROM source").stream().map(SourceVersion::of).findFirst();
        rule = source.flatMap(version -> selection.exclusion(key, version.size()));
        if (rule.isPresent()) {
            return ObjectEvidence.excluded(now, target, source, rule.get());
        }
        Instant chosen = since == null ? now.minus(1, ChronoUnit.DAYS) : since;
        Instant from = source.map(SourceVersion::lastModified)
                .filter(changed -> since == null || since.isBefore(changed))
                .orElse(chosen);

        List<Ending> lines = new ArrayList<>();
        boolean isLogComplete = FunctionLog.read(deployed, FunctionLog.about(key), from, line -> {
            Map<String, Object> fields = JsonDocuments.read(line.message().getBytes(UTF_8));
            if (key.equals(fields.get(LogField.SOURCE_KEY))) {
                lines.add(Ending.ofLine(Instant.ofEpochMilli(line.timestamp()), fields));
            }
        });
        List<Ending> log =
                lines.stream().filter(line -> line.isAbout(source, target)).toList();
        boolean hasReceipts =
                deployed.outputs().find(StackOutput.RECEIPTS_KEPT_DAYS).isPresent() && !decides(log, lines, source);
        if (hasReceipts) {
            // They are stored by time and not by key: the first ones, as a copy follows its event soon.
            Reconciliation.loadReceipts(deployed, database, from, MOST_RECEIPTS_IN_A_FOLDER, key::equals);
        }
        Optional<List<Ending>> receipts = hasReceipts
                ? Optional.of(database.rows("FROM receipts").stream()
                        .map(Ending::ofReceipt)
                        .filter(receipt -> receipt.isAbout(source, target))
                        .toList())
                : Optional.empty();
        String targetKey = selection.targetKey(key).orElse("");
        lines.forEach(line -> database.execute(
                LINE_AS_RECEIPT,
                line.sourceBucket(),
                key,
                deployed.outputs().get(StackOutput.TARGET_BUCKET_NAME),
                line.target().filter(target::equals).isPresent() ? targetKey : "",
                targetKey,
                line.outcome().toUpperCase(Locale.ROOT),
                line.eventTime().orElse(null),
                line.time(),
                line.eTag().orElse(null),
                line.eTag().orElse(null)));
        Optional<ObjectEvidence.Execution> execution = Stream.concat(
                        log.stream(), receipts.stream().flatMap(List::stream))
                .filter(ending -> ending.execution().isPresent())
                .max(Comparator.comparing(Ending::time))
                .flatMap(Ending::execution)
                .map(arn -> execution(deployed, arn));
        return new ObjectEvidence(
                now,
                target,
                source,
                Optional.empty(),
                from,
                log,
                isLogComplete,
                receipts,
                execution,
                letter(database),
                copy(database, execution));
    }

    /**
     * Whether the log states how this version is. It does not if it names another version, which can have been copied
     * after this one, or a workflow: that has a log of its own.
     */
    private static boolean decides(List<Ending> log, List<Ending> all, Optional<SourceVersion> source) {
        return source.isPresent()
                && !log.isEmpty()
                && all.stream().noneMatch(line -> line.is(OutcomeLabel.WORKFLOW_STARTED))
                && all.stream()
                        .flatMap(line -> line.eTag().stream())
                        .allMatch(source.get().eTag()::equals);
    }

    /** By the rule of {@code bin/reconcile}, or by the workflow if there is neither a receipt nor a line of a copy. */
    private static ObjectEvidence.Copy copy(Database database, Optional<ObjectEvidence.Execution> execution) {
        for (Map<String, @Nullable Object> history : database.rows("FROM history WHERE copiedAt IS NOT NULL")) {
            Instant copied = Ending.time(history, "copiedAt");
            if (Boolean.TRUE.equals(history.get("isCopied"))) {
                return new ObjectEvidence.Copy.Current(copied);
            }
            return new ObjectEvidence.Copy.Replaced(
                    copied,
                    history.get("deletedAt") instanceof Instant deleted && deleted.isAfter(copied)
                            ? "a deletion at " + Ending.second(deleted)
                            : "one of another version at " + Ending.second(Ending.time(history, "otherAt")));
        }
        return execution
                .flatMap(ObjectEvidence.Execution::succeeded)
                .<ObjectEvidence.Copy>map(ObjectEvidence.Copy.Current::new)
                .orElseGet(ObjectEvidence.Copy.Unknown::new);
    }

    /** The message of the dead-letter queue with the latest event about the object. */
    private Optional<ObjectEvidence.Letter> letter(Database database) {
        return database.rows("FROM dead_letters ORDER BY coalesce(happened, sent) DESC").stream()
                .filter(row -> key.equals(row.get("key")))
                .findFirst()
                .map(row -> new ObjectEvidence.Letter(
                        String.valueOf(row.get("messageId")),
                        Ending.time(row, row.get("happened") == null ? "sent" : "happened"),
                        Optional.ofNullable(row.get("reason")).map(Object::toString)));
    }

    /** An execution of the workflow for large objects. */
    private static ObjectEvidence.Execution execution(DeployedStack deployed, String arn) {
        try {
            DescribeExecutionResponse execution = deployed.clients()
                    .build(SfnClient.builder())
                    .describeExecution(request -> request.executionArn(arn));
            boolean isRunning = execution.status() == ExecutionStatus.RUNNING;
            String time = isRunning
                    ? "since " + execution.startDate() + progress(deployed, execution.name())
                    : "at " + execution.stopDate();
            return new ObjectEvidence.Execution(
                    isRunning,
                    execution.status() == ExecutionStatus.SUCCEEDED
                            ? Optional.of(execution.stopDate())
                            : Optional.empty(),
                    "%s %s, %s".formatted(execution.statusAsString(), time, arn));
        } catch (ExecutionDoesNotExistException e) {
            return new ObjectEvidence.Execution(false, Optional.empty(), "ended more than 90 days ago, " + arn);
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
