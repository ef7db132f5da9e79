package org.allowput.ops.redrive;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.allowput.contract.LogField;
import org.allowput.contract.OutcomeLabel;
import org.allowput.ops.aws.FunctionLog;
import org.allowput.ops.cli.Table;
import org.allowput.ops.queue.DeadLetter;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** Messages of the dead-letter queue with their objects, the cause that the log has, and the whole reason. */
record DeadLetterCauses(FunctionLog log) {
    /** The log is read from before the first of the messages was sent, but not longer than this. */
    private static final Duration LONGEST = Duration.ofDays(1);

    /** The longest: the function logs a failure before it sends the message to the dead-letter queue itself. */
    private static final Duration INVOCATION = Duration.ofMinutes(15);

    /** A row of each message. */
    List<Map<String, @Nullable Object>> rows(List<DeadLetter> letters) {
        Instant earliest = Instant.now().minus(LONGEST);
        Instant since = letters.stream()
                .flatMap(letter -> letter.sent().stream())
                .min(Comparator.naturalOrder())
                .map(sent -> sent.minus(INVOCATION))
                .filter(earliest::isBefore)
                .orElse(earliest);
        Map<String, Map<String, Object>> failures =
                failures(letters.stream().map(DeadLetter::loggedId).collect(Collectors.toSet()), since);
        return letters.stream()
                .map(letter -> row(letter, Optional.ofNullable(failures.get(letter.loggedId()))))
                .toList();
    }

    private static Map<String, @Nullable Object> row(DeadLetter letter, Optional<Map<String, Object>> failure) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("messageId", letter.message().messageId());
        row.put("sent", letter.sent().orElse(null));
        row.put("received", letter.received());
        row.put("cause", failure.map(line -> line.get(LogField.CAUSE)).orElse(null));
        row.put("keys", letter.keys());
        row.put(
                "reason",
                letter.reason()
                        .or(() -> failure.map(line -> line.get(LogField.REASON)).map(String::valueOf))
                        .orElse(
                                letter.keys().isEmpty()
                                        ? "not a message about objects: "
                                                + Table.shortened(
                                                        letter.message().body(), 60)
                                        : null));
        return row;
    }

    /** The latest failure of each of these messages that the function has logged since then. */
    private Map<String, Map<String, Object>> failures(Set<String> messages, Instant since) {
        Map<String, Map<String, Object>> byMessage = new HashMap<>();
        String failed = "{ $.%s = \"%s\" }".formatted(LogField.OUTCOME, OutcomeLabel.FAILED.label());
        try {
            log.read(failed, since, (time, line) -> {
                String message = String.valueOf(line.get(LogField.DELIVERY_ID));
                if (messages.contains(message)) {
                    byMessage.put(message, line);
                }
            });
        } catch (ResourceNotFoundException e) {
            // A log group that was deleted knows no causes.
            return byMessage;
        }
        return byMessage;
    }
}
