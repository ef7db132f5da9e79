package org.allowput.ops.redrive;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.Output;
import org.allowput.ops.cli.Table;
import org.allowput.ops.queue.MessageKeys;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Prints messages of the dead-letter queue: their objects, the cause that the log has, and the whole reason. */
record DeadLetterTable(DeployedStack stack, Output output) {
    /** The log is read from when the first of the messages was sent, but not longer than this. */
    private static final Duration LOG = Duration.ofDays(1);

    void print(List<Message> messages) {
        Instant now = Instant.now();
        Instant since = messages.stream()
                .flatMap(message -> sent(message).stream())
                .min(Instant::compareTo)
                .filter(now.minus(LOG)::isBefore)
                .orElseGet(() -> now.minus(LOG));
        FailureLog log = messages.isEmpty()
                ? new FailureLog()
                : FailureLog.read(
                        stack.clients().logs(), stack.outputs().get(StackOutput.FUNCTION_LOG_GROUP_NAME), since);
        if (output.isJson()) {
            messages.forEach(message -> output.print(json(message, log.of(message))));
            return;
        }
        Table table = new Table("message", "sent", ">received", "cause", "object");
        for (Message message : messages) {
            table.row(
                    message.messageId(),
                    sent(message).map(Instant::toString).orElse("-"),
                    received(message),
                    cause(message, log),
                    objects(message));
        }
        PrintWriter out = output.writer();
        if (!messages.isEmpty()) {
            out.print(table);
        }
        for (Message message : messages) {
            reason(message).ifPresent(reason -> out.println(message.messageId() + ": " + EscapedText.of(reason)));
        }
        out.flush();
    }

    private static Map<String, Object> json(Message message, Optional<FailureLog.Failed> failed) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("messageId", message.messageId());
        sent(message).ifPresent(sent -> json.put("sent", sent.toString()));
        json.put("received", received(message));
        json.put("keys", MessageKeys.of(message.body()));
        failed.ifPresent(found -> {
            json.put("cause", found.cause());
            json.put("reason", found.reason());
        });
        reason(message).ifPresent(reason -> json.put("reason", reason));
        return json;
    }

    private static String cause(Message message, FailureLog log) {
        return log.of(message)
                .map(FailureLog.Failed::cause)
                .orElseGet(() -> reason(message).isPresent() ? "see below" : "-");
    }

    /** Why the function sent the message to the dead-letter queue itself; empty for one that SQS moved there. */
    private static Optional<String> reason(Message message) {
        return message.attributes().containsKey(MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN)
                ? Optional.empty()
                : Optional.ofNullable(message.messageAttributes().get("Reason"))
                        .map(MessageAttributeValue::stringValue);
    }

    private static String objects(Message message) {
        List<String> keys = MessageKeys.of(message.body());
        return EscapedText.of(
                keys.isEmpty()
                        ? "not a message about objects: " + Table.shortened(message.body(), 60)
                        : String.join(", ", keys));
    }

    static Optional<Instant> sent(Message message) {
        return Optional.ofNullable(message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP))
                .map(Long::parseLong)
                .map(Instant::ofEpochMilli);
    }

    private static long received(Message message) {
        return Long.parseLong(
                message.attributes().getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "0"));
    }
}
