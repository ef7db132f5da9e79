package org.allowput.ops.redrive;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.DSYNC;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.allowput.contract.StackOutput;
import org.allowput.contract.json.JsonDocuments;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.FunctionLog;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.cli.ConfirmationPrompt;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.Program;
import org.allowput.ops.queue.DeadLetter;
import org.allowput.ops.queue.DeadLetters;
import org.allowput.ops.queue.QueueDepth;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.sqs.model.Message;

@Command(name = "redrive")
public final class RedriveCommand extends StackCommand {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    @Option(
            names = "--dry-run",
            description = "Lists the messages of the dead-letter queue with their objects and causes, at most "
                    + DeadLetters.MOST + ", and changes nothing.")
    private boolean dryRun;

    @Option(
            names = "--only",
            paramLabel = "KEY-GLOB",
            description =
                    "Moves only messages whose objects' keys match, as in the settings: * is any characters but /,"
                            + " ** any characters, ? one but /. A message's id selects that message.")
    private @Nullable String only;

    @Option(
            names = "--drop",
            paramLabel = "KEY-GLOB",
            description = "Deletes the messages that match, after a confirmation and a copy to a file. Their objects"
                    + " are not copied.")
    private @Nullable String drop;

    @Option(
            names = "--copy",
            paramLabel = "FILE",
            description = "The new file that --drop copies messages to. Default: dropped-messages-TIME.jsonl.")
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
        DeadLetters deadLetters = DeadLetters.of(deployed);
        String pattern = only == null ? drop : only;
        Predicate<DeadLetter> which = letter -> pattern == null || letter.matches(pattern);
        if (!dryRun && drop == null) {
            long moved = deadLetters.move(deployed.outputs().get(StackOutput.QUEUE_URL), which);
            printMoved(moved, QueueDepth.of(deployed, StackOutput.DEAD_LETTER_QUEUE_URL));
            return ExitStatus.OK.code();
        }
        List<DeadLetter> read = deadLetters.peek();
        if (read.size() >= DeadLetters.MOST) {
            output.warn("Only " + read.size() + " messages of the dead-letter queue were read, which has more.");
        }
        List<DeadLetter> letters = read.stream().filter(which).toList();
        if (!letters.isEmpty()) {
            output.printRows(new DeadLetterCauses(FunctionLog.of(deployed)).rows(letters).stream(), letters.size());
        }
        if (!dryRun) {
            drop(deadLetters, letters);
        } else if (!output.isJson()) {
            String where = pattern == null ? "in the dead-letter queue" : "in the dead-letter queue match";
            output.writer().printf("%s %s.%n", count(letters.size()), where);
            output.writer().flush();
        }
        return ExitStatus.OK.code();
    }

    private void printMoved(long moved, QueueDepth left) {
        String others = "%d in flight in the dead-letter queue return within %d s. Run this command again then.%n";
        output.print(
                new TreeMap<>(Map.of("moved", moved, "inFlight", left.inFlight())),
                "%s moved from the dead-letter queue to the queue.%n".formatted(count(moved))
                        + (left.inFlight() == 0
                                ? ""
                                : others.formatted(left.inFlight(), DeadLetters.INVISIBLE.toSeconds())));
    }

    private void drop(DeadLetters deadLetters, List<DeadLetter> letters) throws IOException {
        if (letters.isEmpty()) {
            throw new OperationException("No message of the dead-letter queue matches. Nothing was deleted: "
                    + Program.command("redrive") + typed() + " --dry-run lists the messages.");
        }
        Path file = Objects.requireNonNullElseGet(
                copy, () -> Path.of("dropped-messages-" + TIME.format(Instant.now()) + ".jsonl"));
        confirmation.require("%s would be deleted from the dead-letter queue, after a copy to %s"
                .formatted(count(letters.size()), file));
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            throw new OperationException(file + " exists: name another file with --copy. Nothing was deleted.", e);
        }
        Set<String> ids =
                letters.stream().map(letter -> letter.message().messageId()).collect(Collectors.toSet());
        long dropped = deadLetters.take(
                letter -> ids.contains(letter.message().messageId()), messages -> copy(messages, file));
        long left = ids.size() - dropped;
        output.print(
                new TreeMap<>(Map.of("dropped", dropped, "left", left, "copy", file.toString())),
                "%s deleted; copied to %s.%n".formatted(count(dropped), file)
                        + (left == 0
                                ? ""
                                : count(left) + " left: another program has received them. Run this command again.\n"));
    }

    /** Returns when the messages are on the disk, as a JSON object per line. */
    private static List<Message> copy(List<Message> messages, Path file) {
        try {
            for (Message message : messages) {
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("messageId", message.messageId());
                new DeadLetter(message).sent().ifPresent(sent -> line.put("sent", sent.toString()));
                Map<String, String> attributes = new TreeMap<>();
                message.messageAttributes().forEach((name, value) -> attributes.put(name, value.stringValue()));
                line.put("attributes", attributes);
                line.put("body", message.body());
                Files.writeString(file, JsonDocuments.line(line) + "\n", APPEND, DSYNC);
            }
            return messages;
        } catch (IOException e) {
            throw new OperationException(
                    "Messages could not be written to " + file
                            + ", and were not deleted. Choose another file with --copy: " + e.getMessage(),
                    e);
        }
    }

    private static String count(long messages) {
        return messages == 1 ? "1 message" : messages + " messages";
    }
}
