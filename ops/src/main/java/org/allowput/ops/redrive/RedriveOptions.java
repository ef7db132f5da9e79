package org.allowput.ops.redrive;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.allowput.ops.aws.DeadLetters;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.MessageKeys;
import org.allowput.ops.aws.QueueDepth;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.Output;
import org.allowput.ops.cli.Table;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Whether messages are moved or only listed, and for what the command waits. */
public final class RedriveOptions {
    private static final int MAX_LISTED = 1000;

    /** The attribute that the function adds to a message that it sends to the dead-letter queue. */
    private static final String REASON = "Reason";

    @Option(
            names = "--dry-run",
            description = "Lists the messages of the dead-letter queue, at most " + MAX_LISTED + ", and moves none.")
    private boolean dryRun;

    @Option(
            names = "--wait",
            description = "Waits for messages of the dead-letter queue that are in flight, and moves them, too.")
    private boolean waitForInFlight;

    /** Moves or lists messages, prints what was done and returns the exit code. */
    public int run(DeployedStack stack, Output output) {
        StackOutputs outputs = stack.outputs();
        SqsClient sqs = stack.clients().sqs();
        String deadLetters = outputs.get("DeadLetterQueueUrl");
        if (dryRun) {
            list(new DeadLetters(sqs, deadLetters).peek(MAX_LISTED), output);
            return ExitStatus.OK.code();
        }
        Redrive redrive = new Redrive(sqs, deadLetters, outputs.get("QueueUrl"));
        long moved = redrive.run();
        QueueDepth left = QueueDepth.of(sqs, deadLetters);
        while (waitForInFlight && left.inFlight() > 0) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(5));
            moved += redrive.run();
            left = QueueDepth.of(sqs, deadLetters);
        }
        if (output.isJson()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("moved", moved);
            json.put("inFlight", left.inFlight());
            output.print(json);
        } else {
            PrintWriter out = output.writer();
            out.printf(
                    "%d %s moved from the dead-letter queue to the queue.%n",
                    moved, moved == 1 ? "message" : "messages");
            if (left.inFlight() > 0) {
                out.printf(
                        "%d in flight in the dead-letter queue: they return when their visibility timeout ends. Run"
                                + " this command again then, or use --wait.%n",
                        left.inFlight());
            }
            out.flush();
        }
        return ExitStatus.OK.code();
    }

    private static void list(List<Message> messages, Output output) {
        Table table = new Table("sent", ">received", "object", "reason");
        for (Message message : messages) {
            String sent = attribute(message, MessageSystemAttributeName.SENT_TIMESTAMP);
            String received = attribute(message, MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
            List<String> keys = MessageKeys.of(message.body());
            String reason = reason(message);
            if (output.isJson()) {
                output.print(Map.of(
                        "messageId",
                        message.messageId(),
                        "sentMillis",
                        sent,
                        "received",
                        received,
                        "keys",
                        keys,
                        "reason",
                        reason));
            } else {
                table.row(
                        sent.isEmpty() ? "" : Instant.ofEpochMilli(Long.parseLong(sent)),
                        received,
                        keys.isEmpty()
                                ? "not a message about objects: " + EscapedText.of(Table.shortened(message.body(), 60))
                                : EscapedText.of(String.join(", ", keys)),
                        EscapedText.of(Table.shortened(reason, 100)));
            }
        }
        if (!output.isJson()) {
            PrintWriter out = output.writer();
            if (!messages.isEmpty()) {
                out.print(table);
            }
            out.printf(
                    "%d %s in the dead-letter queue.%n",
                    messages.size(), messages.size() == 1 ? "message" : "messages");
            out.flush();
        }
    }

    /**
     * Why the function gave the message up; empty for one that SQS moved here, which may have the attribute from an
     * earlier time.
     */
    private static String reason(Message message) {
        MessageAttributeValue reason = message.messageAttributes().get(REASON);
        boolean moved = message.attributes().containsKey(MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN);
        return reason == null || moved ? "" : reason.stringValue();
    }

    private static String attribute(Message message, MessageSystemAttributeName name) {
        return message.attributes().getOrDefault(name, "");
    }
}
