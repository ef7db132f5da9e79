package org.allowput.ops.redrive;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.allowput.contract.LogField;
import org.allowput.contract.OutcomeLabel;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.FunctionLog;
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
        Map<String, FunctionLog.Line> log =
                failures(letters.stream().map(DeadLetter::loggedId).collect(Collectors.toSet()), since);
        output.printRows(letters.stream().map(letter -> row(letter, log.get(letter.loggedId()))), letters.size());
        if (!output.isJson()) {
            letters.forEach(letter -> letter.reason()
                    .ifPresent(reason ->
                            output.writer().printf("%s: %s%n", letter.message().messageId(), EscapedText.of(reason))));
        }
    }

    private Map<String, @Nullable Object> row(DeadLetter letter, FunctionLog.@Nullable Line failure) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("messageId", letter.message().messageId());
        row.put("sent", letter.sent().orElse(null));
        row.put("received", letter.received());
        if (output.isJson()) {
            row.put("cause", failure == null ? null : failure.text(LogField.CAUSE));
            row.put("keys", letter.keys());
            row.put("reason", letter.reason().orElse(failure == null ? null : failure.text(LogField.REASON)));
        } else {
            row.put(
                    "cause",
                    failure != null
                            ? failure.text(LogField.CAUSE)
                            : letter.reason().isPresent() ? "see below" : "-");
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

    /** The latest failure of each of these messages that the function has logged since then. */
    private Map<String, FunctionLog.Line> failures(Set<String> messages, Instant since) {
        Map<String, FunctionLog.Line> byMessage = new HashMap<>();
        String failed = "{ $.%s = \"%s\" }".formatted(LogField.OUTCOME, OutcomeLabel.FAILED.label());
        try {
            FunctionLog.of(stack).read(failed, since, line -> {
                if (messages.contains(line.text(LogField.DELIVERY_ID))) {
                    byMessage.put(line.text(LogField.DELIVERY_ID), line);
                }
            });
        } catch (ResourceNotFoundException e) {
            // A log group that was deleted knows no causes.
            return byMessage;
        }
        return byMessage;
    }
}
