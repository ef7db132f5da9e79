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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.Confirmation;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.Output;
import org.allowput.ops.queue.DeadLetters;
import org.allowput.ops.queue.QueueDepth;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** Which messages are moved, deleted or only listed, and for what the command waits. */
public final class RedriveOptions {
    private static final int MAX_LISTED = 1000;
    private static final int MAX_SELECTED = 10_000;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

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

    /** Moves, deletes or lists messages, prints what was done and returns the exit code. */
    public int run(DeployedStack stack, Output output) {
        if (only != null && drop != null) {
            throw new OperationException("Seen --only and --drop, expected one of them.");
        }
        StackOutputs outputs = stack.outputs();
        SqsClient sqs = stack.clients().sqs();
        DeadLetters deadLetters = new DeadLetters(sqs, outputs.get(StackOutput.DEAD_LETTER_QUEUE_URL));
        Optional<MessagePattern> pattern =
                Optional.ofNullable(only == null ? drop : only).map(MessagePattern::new);
        if (pattern.isEmpty() && !dryRun) {
            return moveAll(sqs, deadLetters.url(), outputs.get(StackOutput.QUEUE_URL), output);
        }
        List<Message> messages = deadLetters.peek(pattern.isEmpty() ? MAX_LISTED : MAX_SELECTED).stream()
                .filter(message -> pattern.isEmpty() || pattern.get().selects(message))
                .toList();
        if (dryRun || drop != null) {
            new DeadLetterTable(stack, output).print(messages);
        }
        if (dryRun) {
            if (!output.isJson()) {
                String where = pattern.isEmpty() ? "in the dead-letter queue" : "in the dead-letter queue match";
                output.writer().printf("%s %s.%n", SelectedMessages.count(messages.size()), where);
                output.writer().flush();
            }
            return ExitStatus.OK.code();
        }
        SelectedMessages selected = new SelectedMessages(sqs, deadLetters, messages, output);
        return drop == null
                ? selected.move(outputs.get(StackOutput.QUEUE_URL))
                : selected.drop(
                        confirmation,
                        Objects.requireNonNullElseGet(
                                copy, () -> Path.of("dropped-messages-" + TIME.format(Instant.now()) + ".jsonl")));
    }

    private int moveAll(SqsClient sqs, String deadLetters, String queue, Output output) {
        Redrive redrive = new Redrive(sqs, deadLetters, queue);
        long moved = redrive.run();
        QueueDepth left = QueueDepth.of(sqs, deadLetters);
        while (waitForInFlight && left.inFlight() > 0) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(5));
            moved += redrive.run();
            left = QueueDepth.of(sqs, deadLetters);
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
        output.print(
                json,
                "%s moved from the dead-letter queue to the queue.%n%s"
                        .formatted(SelectedMessages.count(moved), others));
        return ExitStatus.OK.code();
    }
}
