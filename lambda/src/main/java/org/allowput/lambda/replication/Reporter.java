package org.allowput.lambda.replication;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.allowput.contract.FailureCause;
import org.allowput.contract.FunctionMetric;
import org.allowput.contract.LogField;
import org.allowput.contract.connection.LinkState;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.receipt.OutcomeLabel;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.events.Delivery;
import org.allowput.lambda.events.Delivery.QueueMessage;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.http.RequestCounter;
import org.allowput.lambda.report.Log;
import org.allowput.lambda.report.Metrics;
import org.allowput.lambda.settings.FunctionSettings;
import org.jspecify.annotations.Nullable;

/** Writes how one invocation's events ended: a line for each, and metrics that count an object once. */
public final class Reporter implements AutoCloseable {
    private final FunctionSettings settings;
    private final Log log;
    private final InstantSource clock;
    private final String requestId;
    private final Supplier<RequestCounter.Counts> requests;
    private final Optional<String> execution;
    private final Metrics metrics;
    private final Set<String> counted = new HashSet<>();

    /**
     * @param requests what the invocation has sent, asked for once, when it is at its end
     * @param execution ARN of the workflow's execution that it belongs to, if any
     */
    public Reporter(
            FunctionSettings settings,
            Log log,
            InstantSource clock,
            String requestId,
            Supplier<RequestCounter.Counts> requests,
            Optional<String> execution) {
        this.settings = settings;
        this.log = log;
        this.clock = clock;
        this.requestId = requestId;
        this.requests = requests;
        this.execution = execution;
        this.metrics = new Metrics(settings.deployment(), settings.target().name(), clock);
    }

    /**
     * Writes a line for an event and counts its object once.
     *
     * @param targetKey of the copy; null if the event was skipped or refused
     */
    void outcome(String deliveryId, ChangeEvent event, @Nullable String targetKey, Outcome outcome) {
        Outcome.Description description = outcome.describe(targetKey);
        String label = description.label().label();
        boolean isCounted = !(outcome instanceof Outcome.Gone) || bringsContent(event);
        if (isCounted && counted.add(event.key() + '\n' + label)) {
            count(description.metric(), outcome);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(LogField.OUTCOME, label);
        fields.put(LogField.SOURCE_BUCKET, event.bucket());
        fields.put(LogField.SOURCE_KEY, event.key());
        fields.put(LogField.TARGET_BUCKET, settings.target().name());
        if (targetKey != null) {
            fields.put(LogField.TARGET_KEY, targetKey);
        }
        fields.putAll(description.fields());
        if (description.metric() == FunctionMetric.OBJECTS_COPIED) {
            lag(event, fields);
        }
        if (!description.reason().isEmpty()) {
            fields.put(LogField.REASON, description.reason());
        }
        execution.ifPresent(arn -> fields.put(LogField.EXECUTION, arn));
        if (fields.get(LogField.EXECUTION) instanceof String arn) {
            fields.put("executionLink", link(arn));
        }
        write(description.level(), label + " " + event.eventName(), deliveryId, fields);
    }

    private void count(FunctionMetric metric, Outcome outcome) {
        switch (outcome) {
            case Outcome.Copied copied -> metrics.copied(copied.bytes());
            case Outcome.Failed(Failure failure) ->
                metrics.failed(failure.cause().label());
            default -> metrics.add(metric, 1);
        }
    }

    /**
     * Tags of an object, and a job for it, are asked for after its creation, which has an event of its own: unless that
     * found the object waiting for the tag.
     */
    private boolean bringsContent(ChangeEvent event) {
        return event.kind() == ChangeEvent.Kind.CREATED
                || (event.kind() == ChangeEvent.Kind.TAGGED
                        && settings.copy().selection().requiresTag());
    }

    private static String link(String execution) {
        String region = execution.split(":", 5)[3];
        return "https://" + region + ".console.aws.amazon.com/states/home?region=" + region + "#/v2/executions/details/"
                + execution;
    }

    void range(int range, long bytes) {
        metrics.add(FunctionMetric.LARGE_OBJECT_BYTES, bytes);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("range", (long) range);
        fields.put("bytes", bytes);
        writeOfExecution(Log.Level.INFO, "copied a range", fields);
    }

    private void writeOfExecution(Log.Level level, String message, Map<String, Object> fields) {
        execution.ifPresent(arn -> fields.put(LogField.EXECUTION, arn));
        write(level, message, fields);
    }

    /**
     * Writes that a task of the workflow failed, for how long, and counts it if access is denied: the workflow goes on
     * trying, so nothing else starts an alarm for hours. What fails for good is an {@link #outcome}.
     *
     * @param since when the task was first attempted, or null if that is not known
     */
    void taskFailed(Failure failure, Map<String, Object> task, @Nullable Instant since) {
        failedSince(since);
        FailureCause cause = failure.cause();
        if (cause == FailureCause.ACCESS_DENIED || cause == FailureCause.ASSUME_ROLE_DENIED) {
            metrics.failed(cause.label());
        }
        Map<String, Object> fields = new LinkedHashMap<>(task);
        fields.put(LogField.CAUSE, cause.label());
        fields.put(LogField.REASON, failure.reason());
        writeOfExecution(
                cause.needsAction() ? Log.Level.ERROR : Log.Level.WARN, "a task of the workflow failed", fields);
    }

    private void lag(ChangeEvent event, Map<String, Object> fields) {
        if (event.time() != null) {
            Duration lag = Duration.between(event.time(), clock.instant());
            if (execution.isEmpty()) {
                // A large object takes hours: among the others it would only raise their alarm.
                metrics.lag(lag);
            }
            fields.put(LogField.LAG_MILLIS, lag.toMillis());
        }
    }

    void postponed(Delivery.Postponed delivery) {
        write(
                Log.Level.INFO,
                "postponed a message",
                delivery.id(),
                new LinkedHashMap<>(Map.of(LogField.REASON, delivery.reason())));
    }

    void unreadable(Delivery.Unreadable delivery) {
        failed(FailureCause.UNREADABLE_EVENT, delivery.reason(), "failed to read a message", delivery.id());
    }

    /** Counts a delivery whose outcome could not be reported as it is: an error of this function. */
    void unreported(String deliveryId, RuntimeException error) {
        failed(
                FailureCause.PERMANENT,
                "an error of this function: " + error,
                "failed to report an outcome",
                deliveryId);
    }

    private void failed(FailureCause cause, String reason, String message, String deliveryId) {
        metrics.failed(cause.label());
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(LogField.OUTCOME, OutcomeLabel.FAILED.label());
        fields.put(LogField.CAUSE, cause.label());
        fields.put(LogField.REASON, reason);
        write(Log.Level.ERROR, message, deliveryId, fields);
    }

    /** Tells that receipts of so many objects were not written: the objects are copied all the same. */
    void receiptsFailed(long objects, String reason) {
        warn(FunctionMetric.RECEIPTS_FAILED, "failed to write receipts", "receipts", objects, reason);
    }

    /** Reports messages that failed, and that return to the queue only after its visibility timeout. */
    void notScheduled(String reason, int messages) {
        warn(FunctionMetric.RETRIES_NOT_SCHEDULED, "failed to schedule retries", "messages", messages, reason);
    }

    private void warn(FunctionMetric metric, String message, String counted, long count, String reason) {
        metrics.add(metric, count);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(counted, count);
        fields.put(LogField.REASON, reason);
        write(Log.Level.WARN, message, fields);
    }

    /**
     * Writes what a look at the source bucket has seen. Where that is not known, no metric says that it is connected.
     */
    void connection(SourceConnection.Seen seen) {
        if (seen.state() != LinkState.NOT_KNOWN) {
            metrics.connected(seen.state() == LinkState.CONNECTED);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(LogField.CONNECTION, seen.state().label());
        fields.put(LogField.SOURCE_BUCKET, settings.source().name());
        if (!seen.reason().isEmpty()) {
            fields.put(LogField.REASON, seen.reason());
        }
        write(
                switch (seen.state()) {
                    case CONNECTED -> Log.Level.INFO;
                    case NOT_KNOWN -> Log.Level.WARN;
                    case CUT -> Log.Level.ERROR;
                },
                "looked at the source bucket",
                fields);
    }

    void retried(QueueMessage message) {
        failedSince(message.sent());
    }

    private void failedSince(@Nullable Instant first) {
        if (first != null) {
            metrics.failedMessageAge(Duration.between(first, clock.instant()));
        }
    }

    @Override
    public void close() {
        RequestCounter.Counts counts = requests.get();
        metrics.add(FunctionMetric.REQUESTS, counts.sent());
        metrics.add(FunctionMetric.REQUESTS_THROTTLED, counts.throttled());
        metrics.add(FunctionMetric.REQUESTS_FAILED, counts.failed());
        metrics.writeTo(log.lines());
    }

    private void write(Log.Level level, String message, String deliveryId, Map<String, Object> fields) {
        fields.put(LogField.DELIVERY_ID, deliveryId);
        write(level, message, fields);
    }

    private void write(Log.Level level, String message, Map<String, Object> fields) {
        fields.put(LogField.REQUEST_ID, requestId);
        log.write(level, message, fields);
    }
}
