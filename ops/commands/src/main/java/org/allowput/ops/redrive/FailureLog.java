package org.allowput.ops.redrive;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.allowput.contract.LogField;
import org.allowput.contract.OutcomeLabel;
import org.allowput.ops.queue.DeadLetter;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** The function's log lines about failed messages, the latest for each message. */
final class FailureLog {
    /** As many as one answer of CloudWatch Logs holds at most, so many times. */
    private static final int MAX_LINES = 50_000;

    private final Map<String, Failed> byMessage = new HashMap<>();

    /**
     * Why a message failed last.
     *
     * @param cause as metrics have it
     * @param reason as the log has it
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
