package org.allowput.ops.redrive;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.contract.LogField;
import org.allowput.contract.OutcomeLabel;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.Output;
import org.allowput.ops.cli.Table;
import org.allowput.ops.queue.DeadLetter;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** Prints messages of the dead-letter queue: their objects, the cause that the log has, and the whole reason. */
record DeadLetterTable(DeployedStack stack, Output output) {
    /** The log is read from when the first of the messages was sent, but not longer than this. */
    private static final Duration LOG = Duration.ofDays(1);

    void print(List<DeadLetter> letters) {
        Instant now = Instant.now();
        Instant since = letters.stream()
                .flatMap(letter -> letter.sent().stream())
                .min(Instant::compareTo)
                .filter(now.minus(LOG)::isBefore)
                .orElseGet(() -> now.minus(LOG));
        FailureLog log = letters.isEmpty()
                ? new FailureLog()
                : FailureLog.read(
                        stack.clients().logs(), stack.outputs().get(StackOutput.FUNCTION_LOG_GROUP_NAME), since);
        if (output.isJson()) {
            letters.forEach(letter -> output.print(json(letter, log.of(letter))));
            return;
        }
        Table table = new Table("message", "sent", ">received", "cause", "object");
        for (DeadLetter letter : letters) {
            table.row(
                    letter.message().messageId(),
                    letter.sent().map(Instant::toString).orElse("-"),
                    letter.received(),
                    cause(letter, log),
                    objects(letter));
        }
        PrintWriter out = output.writer();
        if (!letters.isEmpty()) {
            out.print(table);
        }
        for (DeadLetter letter : letters) {
            letter.reason()
                    .ifPresent(reason -> out.println(letter.message().messageId() + ": " + EscapedText.of(reason)));
        }
        out.flush();
    }

    private static Map<String, Object> json(DeadLetter letter, Optional<FailureLog.Failed> failed) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("messageId", letter.message().messageId());
        letter.sent().ifPresent(sent -> json.put("sent", sent.toString()));
        json.put("received", letter.received());
        json.put("keys", letter.keys());
        failed.ifPresent(found -> {
            json.put("cause", found.cause());
            json.put("reason", found.reason());
        });
        letter.reason().ifPresent(reason -> json.put("reason", reason));
        return json;
    }

    private static String cause(DeadLetter letter, FailureLog log) {
        return log.of(letter)
                .map(FailureLog.Failed::cause)
                .orElseGet(() -> letter.reason().isPresent() ? "see below" : "-");
    }

    private static String objects(DeadLetter letter) {
        List<String> keys = letter.keys();
        return EscapedText.of(
                keys.isEmpty()
                        ? "not a message about objects: "
                                + Table.shortened(letter.message().body(), 60)
                        : String.join(", ", keys));
    }

    /** The function's log lines about failed messages, the latest for each message. */
    private static final class FailureLog {
        /** As many as one answer of CloudWatch Logs holds at most, so many times. */
        private static final int MAX_LINES = 50_000;

        private final Map<String, Failed> byMessage = new HashMap<>();

        /**
         * Why a message failed last.
         *
         * @param cause as metrics have it
         */
        record Failed(String cause, String reason) {}

        /** Reads at most {@value #MAX_LINES} lines since then, oldest first. */
        static FailureLog read(CloudWatchLogsClient logs, String group, Instant since) {
            FailureLog failures = new FailureLog();
            try {
                logs
                        .filterLogEventsPaginator(request -> request.logGroupName(group)
                                .startTime(since.toEpochMilli())
                                .filterPattern(
                                        "{ $.%s = \"%s\" }".formatted(LogField.OUTCOME, OutcomeLabel.FAILED.label())))
                        .events()
                        .stream()
                        .limit(MAX_LINES)
                        .map(FilteredLogEvent::message)
                        .forEach(failures::add);
            } catch (ResourceNotFoundException e) {
                // A log group that was deleted knows no causes.
                return failures;
            }
            return failures;
        }

        private void add(String line) {
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

        Optional<Failed> of(DeadLetter letter) {
            return Optional.ofNullable(byMessage.get(letter.loggedId()));
        }
    }
}
