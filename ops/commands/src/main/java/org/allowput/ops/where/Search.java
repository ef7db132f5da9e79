package org.allowput.ops.where;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.allowput.contract.OutcomeLabel;
import org.allowput.contract.StackOutput;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.Receipts;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.queue.DeadLetter;
import org.allowput.ops.queue.DeadLetters;
import org.allowput.ops.records.Progress;
import org.allowput.ops.records.ReceiptReader;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Looks for one object in what account B has about it.
 *
 * @param since when log and receipts are read from, if somebody has chosen it
 * @param options to be typed with the next command
 * @param evidence what is found, by its source
 */
record Search(
        DeployedStack stack,
        String key,
        Optional<Instant> since,
        Instant now,
        String options,
        PrintWriter progress,
        Map<String, String> evidence) {
    private static final int FORBIDDEN = 403;
    private static final int MOST_DEAD_LETTERS = 1000;
    /** 20,000 in all folders. */
    private static final int MOST_RECEIPTS_IN_A_FOLDER = 1250;

    private static final Duration DAY = Duration.ofDays(1);

    Answer answer() {
        Selection selection = stack.outputs().selection();
        Optional<String> excluded = selection.exclusion(key);
        Optional<HeadObjectResponse> source = excluded.isPresent() ? Optional.empty() : source();
        Optional<String> rule =
                excluded.or(() -> source.flatMap(head -> selection.exclusion(key, head.contentLength())));
        if (rule.isPresent()) {
            evidence.put("rule", rule.get());
            String next = "nothing, unless it is to be copied: docs/settings.md#key-rules";
            return new Answer(key, "excluded", false, "", evidence, next);
        }
        String target = "s3://" + output(StackOutput.TARGET_BUCKET_NAME) + "/"
                + selection.targetKey(key).orElseThrow();
        List<Ending> endings = endings(source, target);
        Optional<ObjectExecution> execution = Ending.last(endings)
                .map(Ending::execution)
                .filter(arn -> !arn.isEmpty())
                .flatMap(arn -> ObjectExecution.find(stack, arn));
        execution.ifPresent(found -> evidence.put("workflow", found.text()));
        return new Verdict(key, target, source, endings, execution, deadLetter(), now, options, evidence).answer();
    }

    private String output(StackOutput output) {
        return stack.outputs().get(output);
    }

    /** @throws OperationException if these credentials must not read it */
    private Optional<HeadObjectResponse> source() {
        String bucket = output(StackOutput.SOURCE_BUCKET_NAME);
        try {
            HeadObjectResponse head = stack.clients()
                    .s3()
                    .headObject(request -> request.bucket(bucket).key(key));
            evidence.put(
                    "source",
                    "%,d bytes, last modified %s, ETag %s"
                            .formatted(head.contentLength(), head.lastModified(), Receipt.unquoted(head.eTag())));
            return Optional.of(head);
        } catch (NoSuchKeyException e) {
            evidence.put("source", "no such object, or its newest version is a delete marker");
            return Optional.empty();
        } catch (S3Exception e) {
            if (e.statusCode() != FORBIDDEN) {
                throw e;
            }
            throw OperationException.ofAws(
                    "The object of the bucket " + bucket + " cannot be read with these credentials: they need"
                            + " s3:GetObject and s3:ListBucket, and kms:Decrypt for its key:"
                            + " docs/commands.md#permissions",
                    e);
        }
    }

    /**
     * Those about this version by the log, or else by receipts; those about any version of an object that is gone. The
     * log does not have what the workflow does.
     */
    private List<Ending> endings(Optional<HeadObjectResponse> source, String target) {
        Optional<Instant> changed = source.map(HeadObjectResponse::lastModified);
        Instant from = since.filter(time -> changed.filter(time::isBefore).isEmpty())
                .or(() -> changed)
                .orElse(now.minus(DAY));
        Optional<String> eTag = source.map(head -> Receipt.unquoted(head.eTag()));
        Predicate<Ending> which = ending -> ending.isAbout(eTag, target);
        ObjectLog log =
                ObjectLog.read(stack.clients().logs(), output(StackOutput.FUNCTION_LOG_GROUP_NAME), key, from, which);
        evidence.put(
                "log",
                text(log.endings(), from)
                        + (log.complete() ? "" : "; not read to its end: choose a later time with --since"));
        List<Ending> endings = new ArrayList<>(log.endings());
        if (source.isEmpty() || endings.stream().allMatch(each -> each.is(OutcomeLabel.HANDED_OVER))) {
            stack.outputs().find(StackOutput.RECEIPTS_BUCKET_NAME).ifPresent(bucket -> {
                List<Ending> receipts =
                        receipts(bucket, from).stream().filter(which).toList();
                evidence.put(
                        "receipts",
                        text(receipts, from) + (receipts.isEmpty() ? ", in the first 20,000 objects of receipts" : ""));
                endings.addAll(receipts);
            });
        }
        return endings;
    }

    /** They are stored by time and not by key: the first ones since then, as a copy follows its event soon. */
    private List<Ending> receipts(String bucket, Instant from) {
        List<Ending> found = new ArrayList<>();
        new ReceiptReader(stack.clients().s3(), bucket, Receipts.PREFIX)
                .read(
                        from,
                        objects -> objects.limit(MOST_RECEIPTS_IN_A_FOLDER),
                        receipt -> {
                            if (receipt.sourceKey().equals(key)) {
                                found.add(Ending.of(receipt));
                            }
                        },
                        new Progress(progress, "objects of receipts read"));
        return found;
    }

    private static String text(List<Ending> endings, Instant from) {
        return Ending.last(endings)
                .map(Ending::text)
                .orElse("nothing about this version since " + from.truncatedTo(ChronoUnit.SECONDS));
    }

    private Optional<DeadLetter> deadLetter() {
        List<DeadLetter> letters = DeadLetters.of(stack).peek(MOST_DEAD_LETTERS);
        Optional<DeadLetter> last = letters.stream()
                .filter(letter -> letter.about(key).isPresent())
                .max(Comparator.comparing(letter -> letter.about(key).orElseThrow()));
        String all = (letters.size() < MOST_DEAD_LETTERS ? "" : "the first ") + letters.size() + " messages";
        evidence.put(
                "dead-letter queue",
                last.map(letter -> letter.message().messageId()
                                + letter.reason().map(reason -> ", " + reason).orElse(""))
                        .orElse("none of " + all + " is about it"));
        return last;
    }
}
