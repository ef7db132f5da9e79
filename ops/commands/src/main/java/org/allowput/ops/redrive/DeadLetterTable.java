package org.allowput.ops.redrive;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.allowput.contract.LogField;
import org.allowput.contract.OutcomeLabel;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.Output;
import org.allowput.ops.cli.Table;
import org.allowput.ops.queue.DeadLetter;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** Prints messages of the dead-letter queue: their objects, the cause that the log has, and the whole reason. */
record DeadLetterTable(DeployedStack stack, Output output) {
    /** The log is read from when the first of the messages was sent, but not longer than this. */
    private static final Duration LOG = Duration.ofDays(1);
    /** As many as one answer of CloudWatch Logs holds at most, so many times. */
    private static final int MAX_LINES = 50_000;

    void print(List<DeadLetter> letters) {
        if (letters.isEmpty()) {
            return;
        }
        Instant now = Instant.now();
        Instant since = letters.stream()
                .flatMap(letter -> letter.sent().stream())
                .min(Instant::compareTo)
                .filter(now.minus(LOG)::isBefore)
                .orElseGet(() -> now.minus(LOG));
        Map<String, Failed> log = failures(since);
        if (output.isJson()) {
            letters.forEach(letter -> output.print(json(letter, log.get(letter.loggedId()))));
            return;
        }
        Table table = new Table("message", "sent", ">received", "cause", "object");
        StringBuilder reasons = new StringBuilder();
        for (DeadLetter letter : letters) {
            String id = letter.message().messageId();
            Failed failed = log.get(letter.loggedId());
            table.row(
                    id,
                    letter.sent().map(Instant::toString).orElse("-"),
                    letter.received(),
                    failed != null ? failed.cause() : letter.reason().isPresent() ? "see below" : "-",
                    objects(letter));
            letter.reason().ifPresent(reason -> reasons.append("%s: %s%n".formatted(id, EscapedText.of(reason))));
        }
        output.writer().print(table + reasons.toString());
        output.writer().flush();
    }

    private static Map<String, Object> json(DeadLetter letter, @Nullable Failed failed) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("messageId", letter.message().messageId());
        letter.sent().ifPresent(sent -> json.put("sent", sent.toString()));
        json.put("received", letter.received());
        json.put("keys", letter.keys());
        if (failed != null) {
            json.put("cause", failed.cause());
            json.put("reason", failed.reason());
        }
        letter.reason().ifPresent(reason -> json.put("reason", reason));
        return json;
    }

    private static String objects(DeadLetter letter) {
        List<String> keys = letter.keys();
        return EscapedText.of(
                keys.isEmpty()
                        ? "not a message about objects: "
                                + Table.shortened(letter.message().body(), 60)
                        : String.join(", ", keys));
    }

    /**
     * Why a message failed last.
     *
     * @param cause as metrics have it
     */
    private record Failed(String cause, String reason) {}

    /**
     * What the function has logged about failed messages since then, the latest for each: {@value #MAX_LINES} lines.
     */
    private Map<String, Failed> failures(Instant since) {
        String group = stack.outputs().get(StackOutput.FUNCTION_LOG_GROUP_NAME);
        Map<String, Failed> byMessage = new HashMap<>();
        try {
            stack
                    .clients()
                    .logs()
                    .filterLogEventsPaginator(request -> request.logGroupName(group)
                            .startTime(since.toEpochMilli())
                            .filterPattern(
                                    "{ $.%s = \"%s\" }".formatted(LogField.OUTCOME, OutcomeLabel.FAILED.label())))
                    .events()
                    .stream()
                    .limit(MAX_LINES)
                    .forEach(event -> add(event.message(), byMessage));
        } catch (ResourceNotFoundException e) {
            // A log group that was deleted knows no causes.
            return byMessage;
        }
        return byMessage;
    }

    private static void add(String line, Map<String, Failed> byMessage) {
        try {
            Map<String, Object> fields = JSON.std.mapFrom(line);
            if (fields.get(LogField.DELIVERY_ID) instanceof String id
                    && fields.get(LogField.CAUSE) instanceof String cause) {
                byMessage.put(id, new Failed(cause, String.valueOf(fields.get(LogField.REASON))));
            }
        } catch (IOException e) {
            // Another program's line, or one that is cut off: it names no message.
            return;
        }
    }
}
