package org.allowput.ops.redrive;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.allowput.ops.cli.Confirmation;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.Output;
import org.allowput.ops.queue.DeadLetters;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** The messages of a dead-letter queue that a pattern selects: moved, or deleted after they were copied to a file. */
record SelectedMessages(SqsClient sqs, DeadLetters deadLetters, List<Message> messages, Output output) {
    int move(String queue) {
        long moved = deadLetters.take(
                ids(),
                message -> sqs.sendMessage(request -> request.queueUrl(queue)
                        .messageBody(message.body())
                        .messageAttributes(message.messageAttributes())));
        print("moved", moved, "moved from the dead-letter queue to the queue", Map.of());
        return ExitStatus.OK.code();
    }

    int drop(Confirmation confirmation, Path file) {
        if (messages.isEmpty()) {
            throw new OperationException("No message of the dead-letter queue matches. Nothing was deleted:"
                    + " bin/redrive --dry-run lists the messages.");
        }
        confirmation.require("%s would be deleted from the dead-letter queue, after a copy to %s"
                .formatted(count(messages.size()), file));
        MessageCopy copy = MessageCopy.create(file);
        long dropped = deadLetters.take(ids(), copy::write);
        print("dropped", dropped, "deleted; copied to " + file, Map.of("copy", file.toString()));
        return ExitStatus.OK.code();
    }

    private Set<String> ids() {
        return messages.stream().map(Message::messageId).collect(Collectors.toSet());
    }

    private void print(String name, long done, String what, Map<String, String> more) {
        long left = messages.size() - done;
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(name, done);
        json.put("left", left);
        json.putAll(more);
        String others = left == 0
                ? ""
                : "%s left: another program has received them. Run this command again.%n".formatted(count(left));
        output.print(json, "%s %s.%n%s".formatted(count(done), what, others));
    }

    static String count(long messages) {
        return messages == 1 ? "1 message" : messages + " messages";
    }
}
