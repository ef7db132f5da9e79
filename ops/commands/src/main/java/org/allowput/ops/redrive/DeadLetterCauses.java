package org.allowput.ops.redrive;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
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

/** Messages of the dead-letter queue with their objects, the cause that the log has, and the whole reason. */
record DeadLetterCauses(DeployedStack stack, Output output) {
    /** The log is read from before the first of the messages was sent, but not longer than this. */
    private static final Duration LOG = Duration.ofDays(1);

    /** The longest: the function logs a failure before it sends the message to the dead-letter queue itself. */
    private static final Duration INVOCATION = Duration.ofMinutes(15);

    /** As many as one answer of CloudWatch Logs holds at most, so many times. */
    private static final int MAX_LINES = 50_000;

    /** Why a message failed last; the cause is as metrics have it. */
    private record LoggedFailure(String cause, String reason) {}

    void print(List<DeadLetter> letters) {
        if (letters.isEmpty()) {
            return;
        }
        Instant earliest = Instant.now().minus(LOG);
        Instant since = letters.stream()
                .flatMap(letter -> letter.sent().stream())
                .min(Comparator.naturalOrder())
                .map(sent -> sent.minus(INVOCATION))
                .filter(earliest::isBefore)
                .orElse(earliest);
        Map<String, LoggedFailure> log = failures(since);
        output.printRows(letters.stream().map(letter -> row(letter, log.get(letter.loggedId()))), letters.size());
        if (!output.isJson()) {
            letters.forEach(letter -> letter.reason()
                    .ifPresent(reason ->
                            output.writer().printf("%s: %s%n", letter.message().messageId(), EscapedText.of(reason))));
        }
    }

    private Map<String, @Nullable Object> row(DeadLetter letter, @Nullable LoggedFailure failure) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("messageId", letter.message().messageId());
        row.put("sent", letter.sent().orElse(null));
        row.put("received", letter.received());
        if (output.isJson()) {
            row.put("cause", failure == null ? null : failure.cause());
            row.put("keys", letter.keys());
            row.put("reason", letter.reason().orElse(failure == null ? null : failure.reason()));
        } else {
            row.put("cause", failure != null ? failure.cause() : letter.reason().isPresent() ? "see below" : "-");
            row.put("object", objects(letter));
        }
        return row;
    }

    private static String objects(DeadLetter letter) {
        List<String> keys = letter.keys();
        return keys.isEmpty()
                ? "not a message about objects: "
                        + Table.shortened(letter.message().body(), 60)
                : String.join(", ", keys);
    }

    /**
     * What the function has logged about failed messages since then, the latest for each: {@value #MAX_LINES} lines.
     */
    private Map<String, LoggedFailure> failures(Instant since) {
        String group = stack.outputs().get(StackOutput.FUNCTION_LOG_GROUP_NAME);
        Map<String, LoggedFailure> byMessage = new HashMap<>();
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

    private static void add(String line, Map<String, LoggedFailure> byMessage) {
        try {
            Map<String, Object> fields = JSON.std.mapFrom(line);
            if (fields.get(LogField.DELIVERY_ID) instanceof String id
                    && fields.get(LogField.CAUSE) instanceof String cause) {
                byMessage.put(id, new LoggedFailure(cause, String.valueOf(fields.get(LogField.REASON))));
            }
        } catch (IOException e) {
            // Another program's line, or one that is cut off: it names no message.
            return;
        }
    }
}
