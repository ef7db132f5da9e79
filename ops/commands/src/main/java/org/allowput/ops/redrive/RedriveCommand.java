package org.allowput.ops.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.DSYNC;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.contract.LogField;
import org.allowput.contract.StackOutput;
import org.allowput.contract.json.JsonDocuments;
import org.allowput.contract.receipt.OutcomeLabel;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.FunctionLog;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.cli.ConfirmationPrompt;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.Operations;
import org.allowput.ops.cli.Output;
import org.allowput.ops.queue.DeadLetter;
import org.allowput.ops.queue.DeadLetters;
import org.allowput.ops.queue.QueueDepth;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "redrive")
public final class RedriveCommand extends StackCommand {
    private static final String FAILURES = "{ $.%s = \"%s\" }".formatted(LogField.OUTCOME, OutcomeLabel.FAILED.label());

    /** The longest: the function logs a failure before it sends the message to the dead-letter queue itself. */
    private static final Duration INVOCATION = Duration.ofMinutes(15);

    @Option(names = "--dry-run")
    private boolean dryRun;

    @Option(names = "--only", paramLabel = "KEY-GLOB")
    private @Nullable String only;

    @Option(names = "--drop", paramLabel = "KEY-GLOB")
    private @Nullable String drop;

    @Option(names = "--copy", paramLabel = "FILE")
    private @Nullable Path copy;

    @Mixin
    private ConfirmationPrompt confirmation = new ConfirmationPrompt();

    @Override
    protected void check() {
        if (only != null && drop != null) {
            throw wrong("Seen --only and --drop, expected one of them.");
        }
    }

    @Override
    protected int run(DeployedStack deployed) throws IOException {
        DeadLetters deadLetters =
                new DeadLetters(deployed.clients().sqs(), deployed.outputs().get(StackOutput.DEAD_LETTER_QUEUE_URL));
        String pattern = only == null ? drop : only;
        Predicate<DeadLetter> which = letter -> pattern == null || letter.matches(pattern);
        if (!dryRun && drop == null) {
            long moved = deadLetters.move(deployed.outputs().get(StackOutput.QUEUE_URL), which);
            if (moved == 0 && only != null) {
                throw noMatch("moved");
            }
            long left =
                    QueueDepth.of(deployed, StackOutput.DEAD_LETTER_QUEUE_URL).inFlight();
            String next = "those in flight in the dead-letter queue return within %d s: run this command again then"
                    .formatted(DeadLetters.INVISIBLE.toSeconds());
            output.printFacts(Output.facts("moved", moved, "inFlight", left, "next", left == 0 ? null : next));
            return ExitStatus.OK.code();
        }
        List<DeadLetter> read = deadLetters.peek();
        if (read.size() >= DeadLetters.MOST) {
            output.warn("Only " + read.size() + " messages of the dead-letter queue were read, which has more.");
        }
        List<DeadLetter> letters = read.stream().filter(which).toList();
        if (!letters.isEmpty()) {
            output.printRows(rows(letters, deployed), letters.size());
        }
        if (!dryRun) {
            drop(deadLetters, letters.stream().map(DeadLetter::id).collect(Collectors.toSet()));
        } else if (!output.isJson()) {
            output.printFacts(Map.of("messages", letters.size()));
        }
        return ExitStatus.OK.code();
    }

    /** A row of each message, with its objects and the cause that the log has since the oldest was sent. */
    private Stream<Map<String, @Nullable Object>> rows(List<DeadLetter> letters, DeployedStack deployed) {
        Map<String, Map<String, Object>> failures = new HashMap<>();
        letters.forEach(letter -> failures.put(letter.loggedId(), Map.of()));
        Instant sent = Collections.min(letters.stream().map(DeadLetter::sent).toList());
        boolean isComplete = FunctionLog.read(deployed, FAILURES, sent.minus(INVOCATION), line -> {
            Map<String, Object> failure = JsonDocuments.read(line.message().getBytes(UTF_8));
            failures.replace(String.valueOf(failure.get(LogField.DELIVERY_ID)), failure);
        });
        if (!isComplete) {
            output.warn("The log was not read to its end: causes of later messages can be missing. Choose fewer with"
                    + " --only.");
        }
        return letters.stream().map(letter -> {
            Map<String, Object> failure = failures.getOrDefault(letter.loggedId(), Map.of());
            Object reason = letter.reason() == null ? failure.get(LogField.REASON) : letter.reason();
            if (reason == null && letter.keys().isEmpty()) {
                reason = "not a message about objects: "
                        + EscapedText.shortened(letter.message().body(), 60);
            }
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("messageId", letter.id());
            row.put("sent", letter.sent());
            row.put("received", letter.received());
            row.put("cause", failure.get(LogField.CAUSE));
            row.put("keys", letter.keys());
            row.put("reason", reason);
            return row;
        });
    }

    private OperationException noMatch(String done) {
        return new OperationException("No message of the dead-letter queue matches "
                + EscapedText.shellWord(String.valueOf(only == null ? drop : only)) + ". Nothing was " + done + ": "
                + Operations.typed("redrive") + typed() + " --dry-run lists the messages.");
    }

    private void drop(DeadLetters deadLetters, Set<String> ids) throws IOException {
        if (ids.isEmpty()) {
            throw noMatch("deleted");
        }
        String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().replaceAll("[-:]", "");
        Path file = Objects.requireNonNullElse(copy, Path.of("dropped-messages-" + time + ".jsonl"));
        confirmation.require("%s would be deleted from the dead-letter queue, after a copy to %s"
                .formatted(ids.size() == 1 ? "1 message" : ids.size() + " messages", file));
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            throw new OperationException(file + " exists: name another file with --copy. Nothing was deleted.", e);
        }
        long dropped = deadLetters.take(
                Integer.MAX_VALUE, letter -> ids.contains(letter.id()), letters -> copy(letters, file));
        long left = ids.size() - dropped;
        String next = "another program has received those that are left: run this command again";
        output.printFacts(Output.facts(
                "dropped", dropped, "left", left, "copy", file.toString(), "next", left == 0 ? null : next));
    }

    /** Returns their ids when the messages are on the disk, as a JSON object per line. */
    private static List<String> copy(List<DeadLetter> letters, Path file) {
        List<String> lines = letters.stream()
                .map(letter -> JsonDocuments.line(Output.facts(
                        "messageId", letter.id(),
                        "sent", letter.sent().toString(),
                        "attributes", letter.attributes(),
                        "body", letter.message().body())))
                .toList();
        try {
            Files.write(file, lines, APPEND, DSYNC);
        } catch (IOException e) {
            throw new OperationException(
                    "Messages could not be written to " + file
                            + ", and were not deleted. Choose another file with --copy: " + e.getMessage(),
                    e);
        }
        return letters.stream().map(DeadLetter::id).toList();
    }
}
