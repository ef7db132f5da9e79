package org.allowput.ops.where;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.contract.StackOutput;
import org.allowput.contract.json.JsonDocuments;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.Receipts;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.FunctionLog;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.database.Database;
import org.allowput.ops.database.TableWriter;
import org.allowput.ops.queue.DeadLetter;
import org.allowput.ops.queue.DeadLetters;
import org.allowput.ops.records.ReceiptTables;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Loads what account B has about one object for the query {@code whereabouts}, and says it by its sources. */
final class ObjectEvidence {
    private static final int FORBIDDEN = 403;
    private static final int MOST_DEAD_LETTERS = 1000;
    /** 20,000 in all folders. */
    private static final int MOST_RECEIPTS_IN_A_FOLDER = 1250;

    private final DeployedStack stack;
    private final String key;
    private final Database database;
    private final Map<String, String> texts = new LinkedHashMap<>();

    ObjectEvidence(DeployedStack stack, String key, Database database) {
        this.stack = stack;
        this.key = key;
        this.database = database;
    }

    /** What was found, by its source. */
    Map<String, String> texts() {
        return texts;
    }

    /** The rule that leaves the object out, if one does. */
    Optional<String> exclusion(Optional<HeadObjectResponse> source) {
        Optional<String> rule = source.map(head -> stack.outputs().selection().exclusion(key, head.contentLength()))
                .orElseGet(() -> stack.outputs().selection().exclusion(key));
        rule.ifPresent(text -> texts.put("rule", text));
        return rule;
    }

    /** Where it is copied to. */
    String target() {
        return "s3://" + output(StackOutput.TARGET_BUCKET_NAME) + "/"
                + stack.outputs().selection().targetKey(key).orElseThrow();
    }

    private String output(StackOutput output) {
        return stack.outputs().get(output);
    }

    /** The object; empty if it is gone. @throws OperationException if these credentials must not read it */
    Optional<HeadObjectResponse> source() {
        String bucket = output(StackOutput.SOURCE_BUCKET_NAME);
        try {
            HeadObjectResponse head = stack.clients()
                    .s3()
                    .headObject(request -> request.bucket(bucket).key(key));
            texts.put(
                    "source",
                    "%,d bytes, last modified %s, ETag %s"
                            .formatted(head.contentLength(), head.lastModified(), Receipt.unquoted(head.eTag())));
            return Optional.of(head);
        } catch (NoSuchKeyException e) {
            texts.put("source", "no such object, or its newest version is a delete marker");
            return Optional.empty();
        } catch (S3Exception e) {
            if (e.statusCode() != FORBIDDEN) {
                throw e;
            }
            throw OperationException.ofAws(
                    "The object of the bucket " + bucket + " cannot be read with these credentials: they need"
                            + " s3:GetObject and s3:ListBucket, and kms:Decrypt for its key:"
                            + " docs/commands.md#binwhere",
                    e);
        }
    }

    /** Loads the rest: receipts only where the log does not say it, which does not have what the workflow does. */
    void load(Optional<HeadObjectResponse> source, Instant from, Instant now) {
        database.execute(
                "INSERT INTO searched (key, eTag, lastModified, target, started) VALUES (?, ?, ?, ?, ?)",
                key,
                source.map(head -> Receipt.unquoted(head.eTag())).orElse(null),
                source.map(HeadObjectResponse::lastModified).orElse(null),
                target(),
                now);
        loadLog(from);
        if (stack.outputs().find(StackOutput.RECEIPTS_KEPT_DAYS).isPresent()
                && (source.isEmpty() || database.count("endings WHERE outcome <> 'handedOver'") == 0)) {
            loadReceipts(from);
        }
        database.rows("SELECT execution FROM endings WHERE execution <> '' ORDER BY time DESC LIMIT 1")
                .forEach(last -> ObjectExecution.find(stack, String.valueOf(last.get("execution")))
                        .ifPresent(this::add));
        loadDeadLetter();
    }

    private void loadLog(Instant from) {
        boolean complete;
        try (TableWriter rows = database.writer("log_lines")) {
            complete = FunctionLog.of(stack)
                    .read(
                            FunctionLog.about(key),
                            from,
                            line -> rows.row(line.time(), JsonDocuments.line(line.fields())));
        }
        texts.put(
                "log",
                last("log").orElse(nothingSince(from))
                        + (complete ? "" : "; not read to its end: choose a later time with --since"));
    }

    /** They are stored by time and not by key: the first ones since then, as a copy follows its event soon. */
    private void loadReceipts(Instant from) {
        ReceiptTables.load(
                database,
                new ReceiptTables.Place(
                        stack.clients().s3(), output(StackOutput.OPERATIONS_BUCKET_NAME), Receipts.PREFIX),
                from,
                MOST_RECEIPTS_IN_A_FOLDER,
                stack.outputs().selection(),
                receipt -> receipt.sourceKey().equals(key));
        texts.put(
                "receipts", last("receipts").orElse(nothingSince(from) + ", in the first 20,000 objects of receipts"));
    }

    private Optional<String> last(String place) {
        return database
                .rows(
                        "SELECT time, said FROM endings WHERE place = ? ORDER BY outcome = 'skipped', time DESC LIMIT"
                                + " 1",
                        place)
                .stream()
                .map(last -> last.get("time") + " " + last.get("said"))
                .findFirst();
    }

    private static String nothingSince(Instant from) {
        return "nothing about this version since " + from.truncatedTo(ChronoUnit.SECONDS);
    }

    private void add(ObjectExecution execution) {
        database.execute(
                "UPDATE searched SET isRunning = ?, succeeded = ?",
                execution.isRunning(),
                execution.succeeded().orElse(null));
        texts.put("workflow", execution.text());
    }

    /** Of the messages of the dead-letter queue, the last one about the object. */
    private void loadDeadLetter() {
        List<DeadLetter> letters = DeadLetters.of(stack).peek(MOST_DEAD_LETTERS);
        Optional<DeadLetter> last = letters.stream()
                .filter(letter -> letter.about(key).isPresent())
                .max(Comparator.comparing(letter -> letter.about(key).orElseThrow()));
        last.ifPresent(letter -> database.execute(
                "UPDATE searched SET letter = ?, letterAt = ?",
                letter.message().messageId(),
                letter.about(key).filter(time -> !time.equals(Instant.MAX)).orElse(null)));
        String all = (letters.size() < MOST_DEAD_LETTERS ? "" : "the first ") + letters.size() + " messages";
        texts.put(
                "dead-letter queue",
                last.map(letter -> letter.message().messageId()
                                + letter.reason().map(reason -> ", " + reason).orElse(""))
                        .orElse("none of " + all + " is about it"));
    }
}
