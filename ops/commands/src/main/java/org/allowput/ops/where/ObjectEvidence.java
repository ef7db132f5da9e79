package org.allowput.ops.where;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.allowput.contract.OutcomeLabel;
import org.allowput.contract.StackOutput;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.Receipts;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.FunctionLog;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.queue.DeadLetter;
import org.allowput.ops.queue.DeadLetters;
import org.allowput.ops.records.ReceiptReader;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What account B has about one object. */
final class ObjectEvidence {
    private static final int FORBIDDEN = 403;
    private static final int MOST_DEAD_LETTERS = 1000;
    /** 20,000 in all folders. */
    private static final int MOST_RECEIPTS_IN_A_FOLDER = 1250;

    private final DeployedStack stack;
    private final String key;
    private final Map<String, String> texts = new LinkedHashMap<>();

    ObjectEvidence(DeployedStack stack, String key) {
        this.stack = stack;
        this.key = key;
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

    /**
     * Those about this version by the log, or else by receipts; those about any version of an object that is gone. The
     * log does not have what the workflow does.
     */
    List<ObjectEnding> endings(Optional<HeadObjectResponse> source, Instant from) {
        Optional<String> eTag = source.map(head -> Receipt.unquoted(head.eTag()));
        Predicate<ObjectEnding> which = ending -> ending.isAbout(eTag, target());
        List<ObjectEnding> endings = new ArrayList<>();
        boolean complete = FunctionLog.of(stack)
                .read(
                        FunctionLog.about(key),
                        from,
                        line -> ObjectEnding.of(line, key).filter(which).ifPresent(endings::add));
        texts.put(
                "log",
                ObjectEnding.text(endings, from)
                        + (complete ? "" : "; not read to its end: choose a later time with --since"));
        if (stack.outputs().find(StackOutput.RECEIPTS_KEPT_DAYS).isPresent()
                && (source.isEmpty() || endings.stream().allMatch(each -> each.is(OutcomeLabel.HANDED_OVER)))) {
            List<ObjectEnding> receipts = receipts(from).stream().filter(which).toList();
            texts.put(
                    "receipts",
                    ObjectEnding.text(receipts, from)
                            + (receipts.isEmpty() ? ", in the first 20,000 objects of receipts" : ""));
            endings.addAll(receipts);
        }
        return endings;
    }

    /** They are stored by time and not by key: the first ones since then, as a copy follows its event soon. */
    private List<ObjectEnding> receipts(Instant from) {
        List<ObjectEnding> found = new ArrayList<>();
        new ReceiptReader(stack.clients().s3(), output(StackOutput.OPERATIONS_BUCKET_NAME), Receipts.PREFIX)
                .read(from, MOST_RECEIPTS_IN_A_FOLDER, object -> object.receipts().stream()
                        .filter(receipt -> receipt.sourceKey().equals(key))
                        .map(ObjectEnding::of)
                        .forEach(found::add));
        return found;
    }

    /**
     * The execution of the workflow to which the object was handed over last: a receipt of its end does not name it.
     */
    Optional<ObjectExecution> execution(List<ObjectEnding> endings) {
        Optional<ObjectExecution> execution = endings.stream()
                .filter(ending -> !ending.execution().isEmpty())
                .max(Comparator.comparing(ObjectEnding::time))
                .flatMap(ending -> ObjectExecution.find(stack, ending.execution()));
        execution.ifPresent(found -> texts.put("workflow", found.text()));
        return execution;
    }

    /** The last message of the dead-letter queue about the object. */
    Optional<DeadLetter> deadLetter() {
        List<DeadLetter> letters = DeadLetters.of(stack).peek(MOST_DEAD_LETTERS);
        Optional<DeadLetter> last = letters.stream()
                .filter(letter -> letter.about(key).isPresent())
                .max(Comparator.comparing(letter -> letter.about(key).orElseThrow()));
        String all = (letters.size() < MOST_DEAD_LETTERS ? "" : "the first ") + letters.size() + " messages";
        texts.put(
                "dead-letter queue",
                last.map(letter -> letter.message().messageId()
                                + letter.reason().map(reason -> ", " + reason).orElse(""))
                        .orElse("none of " + all + " is about it"));
        return last;
    }
}
