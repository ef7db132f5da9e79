package org.allowput.ops.where;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.allowput.contract.LogField;
import org.allowput.contract.OutcomeLabel;
import org.allowput.contract.StackOutput;
import org.allowput.contract.receipt.Receipts;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.LiveAlias;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.queue.DeadLetter;
import org.allowput.ops.queue.DeadLetters;
import org.allowput.ops.queue.QueueState;
import org.allowput.ops.records.ReceiptReader;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Looks for one object in everything that account B has.
 *
 * @param since when log and receipts are read from, if somebody has chosen it
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
    private static final int MOST_DEAD_LETTERS = 1000;
    private static final int READ_AT_A_TIME = 32;
    private static final Duration DAY = Duration.ofDays(1);

    /** Asks for what is cheap and sure first. What these credentials must not read is named, and left out. */
    Answer answer() {
        StackOutputs outputs = stack.outputs();
        Selection selection = outputs.selection();
        Optional<String> excluded = selection.exclusion(key);
        if (excluded.isPresent()) {
            return excluded(excluded.get());
        }
        SourceObject source = SourceObject.of(stack.clients().s3(), outputs.get(StackOutput.SOURCE_BUCKET_NAME), key);
        evidence.put("source", source.text());
        Optional<String> size = source.state().flatMap(state -> selection.exclusion(key, state.size()));
        if (size.isPresent()) {
            return excluded(size.get());
        }
        String targetBucket = outputs.get(StackOutput.TARGET_BUCKET_NAME);
        String targetKey = selection.targetKey(key).orElseThrow();
        Instant from = since.or(source::lastModified).orElse(now.minus(DAY));
        Optional<ObjectLog> log = ask(
                "log",
                () -> ObjectLog.read(
                        stack.clients().logs(), outputs.get(StackOutput.FUNCTION_LOG_GROUP_NAME), key, from),
                found -> found.text(from));
        Optional<ObjectLog.Line> logged = log.flatMap(ObjectLog::last);
        Optional<ObjectExecution> execution = outputs.find(StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN)
                .flatMap(workflow -> ask(
                        "workflow",
                        () -> ObjectExecution.find(stack, workflow, source.state(), key, logged),
                        found -> found.map(ObjectExecution::text).orElse("no execution")))
                .flatMap(Function.identity());
        Optional<List<DeadLetter>> dead = ask(
                "dead-letter queue",
                () -> new DeadLetters(stack.clients().sqs(), outputs.get(StackOutput.DEAD_LETTER_QUEUE_URL))
                        .peek(MOST_DEAD_LETTERS),
                this::text);
        Optional<QueueState> queue =
                ask("queue", () -> QueueState.of(stack, StackOutput.QUEUE_URL, now), QueueState::text);
        Optional<String> processing =
                ask("processing", () -> LiveAlias.of(stack).mapping().state(), Function.identity());
        evidence.put("receipts", "not enabled (receipts.enabled)");
        Optional<ObjectReceipts> receipts = outputs.find(StackOutput.RECEIPTS_BUCKET_NAME)
                .flatMap(
                        name -> ask("receipts", () -> receipts(name, source, from, logged), each -> each.text(source)));
        return new Verdict(
                        key,
                        "s3://" + targetBucket + "/" + targetKey,
                        source,
                        logged,
                        receipts.flatMap(found -> found.copyOf(source))
                                .filter(copy -> copy.targetBucket().equals(targetBucket)
                                        && copy.targetKey().equals(targetKey)),
                        receipts.flatMap(ObjectReceipts::latest),
                        execution,
                        dead.orElse(List.of()),
                        queue,
                        processing.filter(state -> !state.equals("Enabled")).isPresent(),
                        now,
                        options,
                        evidence)
                .answer();
    }

    private Answer excluded(String rule) {
        evidence.put("rule", rule);
        String next = "nothing, unless it is to be copied: docs/settings.md#key-rules";
        return new Answer(key, "excluded", false, "", evidence, next);
    }

    private <T> Optional<T> ask(String source, Supplier<T> question, Function<T, String> text) {
        try {
            T answer = question.get();
            evidence.put(source, text.apply(answer));
            return Optional.of(answer);
        } catch (AwsServiceException e) {
            String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
            if (e.statusCode() != 403
                    && !code.startsWith("AccessDenied")
                    && !code.equals("ResourceNotFoundException")) {
                throw e;
            }
            evidence.put(
                    source,
                    "not known: AWS answered %d %s: docs/commands.md#permissions".formatted(e.statusCode(), code));
            return Optional.empty();
        }
    }

    private ObjectReceipts receipts(String bucket, SourceObject source, Instant from, Optional<ObjectLog.Line> logged) {
        ObjectReceipts receipts = new ObjectReceipts(
                new ReceiptReader(stack.clients().s3(), bucket, Receipts.PREFIX, READ_AT_A_TIME), key, progress);
        logged.filter(line -> !line.is(OutcomeLabel.FAILED) && !line.is(OutcomeLabel.HANDED_OVER))
                .ifPresent(line -> receipts.ofInvocation(line.time(), line.text(LogField.REQUEST_ID)));
        receipts.since(from, now, source);
        if (since.isEmpty() && receipts.latest().isEmpty()) {
            receipts.since(from.minus(DAY), from, source);
        }
        return receipts;
    }

    private String text(List<DeadLetter> letters) {
        List<String> about = letters.stream()
                .filter(letter -> letter.about(key).isPresent())
                .map(letter -> letter.message().messageId()
                        + letter.reason().map(reason -> ", " + reason).orElse(""))
                .toList();
        String all = (letters.size() < MOST_DEAD_LETTERS ? "" : "the first ") + letters.size() + " messages";
        return about.isEmpty()
                ? "none of " + all + " is about it"
                : "%d of %s; the last: %s".formatted(about.size(), all, about.getLast());
    }
}
