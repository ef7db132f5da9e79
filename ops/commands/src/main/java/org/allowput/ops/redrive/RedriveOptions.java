package org.allowput.ops.redrive;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.Confirmation;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.Output;
import org.allowput.ops.cli.Program;
import org.allowput.ops.queue.DeadLetter;
import org.allowput.ops.queue.DeadLetters;
import org.allowput.ops.queue.QueueDepth;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which messages are moved, deleted or only listed, and for what the command waits. */
public final class RedriveOptions {
    private static final int MAX_LISTED = 1000;
    private static final int MAX_SELECTED = 10_000;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--dry-run",
            description = "Lists the messages of the dead-letter queue with their objects and causes, at most "
                    + MAX_LISTED + ", and changes nothing.")
    private boolean dryRun;

    @Option(
            names = "--wait",
            description = "Waits for messages of the dead-letter queue that are in flight, and moves them, too.")
    private boolean waitForInFlight;

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
    private Confirmation confirmation = new Confirmation();

    public int run(DeployedStack stack, Output output, String typed) {
        if (only != null && drop != null) {
            throw new ParameterException(command.commandLine(), "Seen --only and --drop, expected one of them.");
        }
        StackOutputs outputs = stack.outputs();
        DeadLetters deadLetters = DeadLetters.of(stack);
        Optional<String> pattern = Optional.ofNullable(only == null ? drop : only);
        Redrive redrive = new Redrive(deadLetters.sqs(), deadLetters.url(), outputs.get(StackOutput.QUEUE_URL));
        if (pattern.isEmpty() && !dryRun) {
            return moveAll(redrive, output);
        }
        int most = pattern.isEmpty() ? MAX_LISTED : MAX_SELECTED;
        List<DeadLetter> read = deadLetters.peek(most);
        if (read.size() >= most) {
            output.errorWriter()
                    .printf("Only %,d messages of the dead-letter queue were read, which has more.%n", read.size());
            output.errorWriter().flush();
        }
        List<DeadLetter> letters = read.stream()
                .filter(letter -> pattern.isEmpty() || letter.matches(pattern.get()))
                .toList();
        if (dryRun || drop != null) {
            new DeadLetterTable(stack, output).print(letters);
        }
        if (dryRun) {
            if (!output.isJson()) {
                String where = pattern.isEmpty() ? "in the dead-letter queue" : "in the dead-letter queue match";
                output.writer().printf("%s %s.%n", count(letters.size()), where);
                output.writer().flush();
            }
            return ExitStatus.OK.code();
        }
        if (drop == null) {
            long moved = deadLetters.take(ids(letters), redrive::send);
            return print(
                    output, "moved", moved, letters.size(), "moved from the dead-letter queue to the queue", Map.of());
        }
        return drop(deadLetters, letters, output, typed);
    }

    private int drop(DeadLetters deadLetters, List<DeadLetter> letters, Output output, String typed) {
        if (letters.isEmpty()) {
            throw new OperationException("No message of the dead-letter queue matches. Nothing was deleted: "
                    + Program.command("redrive") + typed + " --dry-run lists the messages.");
        }
        Path file = Objects.requireNonNullElseGet(
                copy, () -> Path.of("dropped-messages-" + TIME.format(Instant.now()) + ".jsonl"));
        confirmation.require("%s would be deleted from the dead-letter queue, after a copy to %s"
                .formatted(count(letters.size()), file));
        MessageCopy copied = MessageCopy.create(file);
        long dropped = deadLetters.take(ids(letters), copied::write);
        return print(
                output,
                "dropped",
                dropped,
                letters.size(),
                "deleted; copied to " + file,
                Map.of("copy", file.toString()));
    }

    private static Set<String> ids(List<DeadLetter> letters) {
        return letters.stream().map(letter -> letter.message().messageId()).collect(Collectors.toSet());
    }

    private static int print(
            Output output, String name, long done, int selected, String what, Map<String, String> more) {
        long left = selected - done;
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(name, done);
        json.put("left", left);
        json.putAll(more);
        String others = left == 0
                ? ""
                : "%s left: another program has received them. Run this command again.%n".formatted(count(left));
        output.print(json, "%s %s.%n%s".formatted(count(done), what, others));
        return ExitStatus.OK.code();
    }

    private static String count(long messages) {
        return messages == 1 ? "1 message" : messages + " messages";
    }

    private int moveAll(Redrive redrive, Output output) {
        long moved = redrive.run();
        QueueDepth left = QueueDepth.of(redrive.sqs(), redrive.deadLetters());
        while (waitForInFlight && left.inFlight() > 0) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(5));
            moved += redrive.run();
            left = QueueDepth.of(redrive.sqs(), redrive.deadLetters());
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("moved", moved);
        json.put("inFlight", left.inFlight());
        long seconds = Math.max(left.visibilitySeconds(), DeadLetters.INVISIBLE.toSeconds());
        String others = left.inFlight() == 0
                ? ""
                : ("%d in flight in the dead-letter queue return within %d s. Run this command again then, or use"
                                + " --wait.%n")
                        .formatted(left.inFlight(), seconds);
        output.print(json, "%s moved from the dead-letter queue to the queue.%n%s".formatted(count(moved), others));
        return ExitStatus.OK.code();
    }
}
