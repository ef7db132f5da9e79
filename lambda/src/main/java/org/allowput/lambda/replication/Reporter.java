package org.allowput.lambda.replication;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.allowput.contract.FailureCause;
import org.allowput.contract.LogField;
import org.allowput.contract.OutcomeLabel;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.events.Delivery;
import org.allowput.lambda.events.QueueMessage;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.http.CountingHttpClient;
import org.allowput.lambda.report.Log;
import org.allowput.lambda.report.Metrics;
import org.allowput.lambda.retry.FailedMessageScheduler;
import org.allowput.lambda.settings.FunctionSettings;
import org.jspecify.annotations.Nullable;

/** Writes how one invocation's events ended: a line for each, and metrics that count an object once. */
public final class Reporter implements AutoCloseable, FailedMessageScheduler.Listener {
    private final FunctionSettings settings;
    private final Log log;
    private final InstantSource clock;
    private final String requestId;
    private final Supplier<CountingHttpClient.Counts> requests;
    private final Optional<String> execution;
    private final Metrics metrics;
    private final Set<String> counted = new HashSet<>();

    /**
     * @param requestId of the invocation
     * @param requests what it has sent, asked for once, when it is at its end
     */
    public Reporter(
            FunctionSettings settings,
            Log log,
            InstantSource clock,
            String requestId,
            Supplier<CountingHttpClient.Counts> requests) {
        this(settings, log, clock, requestId, requests, Optional.empty());
    }

    /** @param execution ARN of the workflow's execution that this invocation belongs to */
    Reporter(
            FunctionSettings settings,
            Log log,
            InstantSource clock,
            String requestId,
            Supplier<CountingHttpClient.Counts> requests,
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
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(LogField.OUTCOME, label(outcome).label());
        fields.put("sourceBucket", event.bucket());
        fields.put(LogField.SOURCE_KEY, event.key());
        fields.put("targetBucket", settings.target().name());
        if (targetKey != null) {
            fields.put("targetKey", targetKey);
        }
        boolean first = counted.add(event.key() + '\n' + label(outcome).label());
        switch (outcome) {
            case Outcome.Copied(long bytes, int missingMetadata, Outcome.Versions ignored) -> {
                fields.put("bytes", bytes);
                if (missingMetadata > 0) {
                    fields.put("missingMetadata", (long) missingMetadata);
                }
                copied(event, bytes, first, fields);
            }
            case Outcome.Unconfirmed(long bytes, int ignored, Outcome.Versions alsoIgnored) -> {
                fields.put("bytes", bytes);
                fields.put(
                        LogField.REASON,
                        "the source object was deleted while it was copied: if it had been overwritten before, the"
                                + " target may keep the older content");
                if (first) {
                    metrics.unconfirmed();
                }
            }
            case Outcome.HandedOver(long bytes, String arn) -> {
                fields.put("bytes", bytes);
                linkTo(arn, fields);
                if (first) {
                    metrics.handedOver();
                }
            }
            case Outcome.Existing(long bytes) -> {
                fields.put("bytes", bytes);
                fields.put(
                        LogField.REASON,
                        "the target bucket already has an object with this key, and objects are written once: if the"
                                + " source object was overwritten, its new content was not copied");
                if (first) {
                    metrics.existing();
                }
            }
            case Outcome.Deleted() -> copied(event, 0, first, fields);
            case Outcome.Gone() -> {
                fields.put(
                        LogField.REASON,
                        "the source object was gone before it was copied for this event: unless it was copied for an"
                                + " earlier one, the target does not have it");
                if (bringsContent(event) && counted.add(event.key())) {
                    metrics.gone();
                }
            }
            case Outcome.Skipped(String reason) -> {
                fields.put(LogField.REASON, reason);
                if (first) {
                    metrics.skipped();
                }
            }
            case Outcome.Waiting(String reason) -> {
                fields.put(LogField.REASON, reason + ": the event of the tag copies it");
                if (first) {
                    metrics.waiting();
                }
            }
            case Outcome.Refused(String reason) -> {
                fields.put(LogField.REASON, reason + ": it is not copied; a copy that was made before stays");
                if (first) {
                    metrics.refused();
                }
            }
            case Outcome.Failed(Failure failure) -> {
                fields.put(LogField.CAUSE, failure.cause().label());
                fields.put(LogField.REASON, failure.reason());
                if (first) {
                    metrics.failed(failure.cause().label());
                }
            }
        }
        execution.ifPresent(arn -> linkTo(arn, fields));
        write(level(outcome), label(outcome).label() + " " + event.eventName(), deliveryId, fields);
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

    /** The ARN of an execution, and where the console shows it. */
    private static void linkTo(String execution, Map<String, Object> fields) {
        String region = execution.split(":", 5)[3];
        fields.put(LogField.EXECUTION, execution);
        fields.put(
                "executionLink",
                "https://" + region + ".console.aws.amazon.com/states/home?region=" + region
                        + "#/v2/executions/details/" + execution);
    }

    /** Writes that a range of a large object was copied, and counts its bytes. */
    void range(int range, long bytes) {
        metrics.largeObject(bytes);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("range", (long) range);
        fields.put("bytes", bytes);
        execution.ifPresent(arn -> fields.put(LogField.EXECUTION, arn));
        fields.put(LogField.REQUEST_ID, requestId);
        log.write(Log.Level.INFO, "copied a range", fields);
    }

    /**
     * Writes that a task of the workflow failed, and counts it if access is denied: the workflow goes on trying, so
     * nothing else starts an alarm for hours. What fails for good is an {@link #outcome}.
     */
    void taskFailed(Failure failure, Map<String, Object> task) {
        Failure.Cause cause = failure.cause();
        if (cause == Failure.Cause.ACCESS_DENIED || cause == Failure.Cause.ASSUME_ROLE_DENIED) {
            metrics.failed(cause.label());
        }
        Map<String, Object> fields = new LinkedHashMap<>(task);
        fields.put(LogField.CAUSE, cause.label());
        fields.put(LogField.REASON, failure.reason());
        execution.ifPresent(arn -> fields.put(LogField.EXECUTION, arn));
        fields.put(LogField.REQUEST_ID, requestId);
        log.write(cause.needsAction() ? Log.Level.ERROR : Log.Level.WARN, "a task of the workflow failed", fields);
    }

    private void copied(ChangeEvent event, long bytes, boolean first, Map<String, Object> fields) {
        if (first) {
            metrics.copied(bytes);
        }
        if (event.time() != null) {
            Duration lag = Duration.between(event.time(), clock.instant());
            if (execution.isEmpty()) {
                // A large object takes hours: among the others it would only raise their alarm.
                metrics.lag(lag);
            }
            fields.put("lagMillis", lag.toMillis());
        }
    }

    void unreadable(Delivery.Unreadable delivery) {
        metrics.failed(FailureCause.UNREADABLE_EVENT.label());
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(LogField.OUTCOME, OutcomeLabel.FAILED.label());
        fields.put(LogField.CAUSE, FailureCause.UNREADABLE_EVENT.label());
        fields.put(LogField.REASON, delivery.reason());
        write(Log.Level.ERROR, "failed to read a message", delivery.id(), fields);
    }

    /** Counts a delivery whose outcome could not be reported as it is: an error of this function. */
    void unreported(String deliveryId, RuntimeException error) {
        metrics.failed(Failure.Cause.PERMANENT.label());
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(LogField.OUTCOME, OutcomeLabel.FAILED.label());
        fields.put(LogField.CAUSE, Failure.Cause.PERMANENT.label());
        fields.put(LogField.REASON, "an error of this function: " + error);
        write(Log.Level.ERROR, "failed to report an outcome", deliveryId, fields);
    }

    /** Tells that receipts of so many objects were not written: the objects are copied all the same. */
    void receiptsFailed(long objects, String reason) {
        metrics.receiptsFailed(objects);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("receipts", objects);
        fields.put(LogField.REASON, reason);
        fields.put(LogField.REQUEST_ID, requestId);
        log.write(Log.Level.WARN, "failed to write receipts", fields);
    }

    /** Reports messages that failed, and that return to the queue only after its visibility timeout. */
    @Override
    public void notScheduled(int messages, String reason) {
        metrics.retriesNotScheduled(messages);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("messages", (long) messages);
        fields.put(LogField.REASON, reason);
        fields.put(LogField.REQUEST_ID, requestId);
        log.write(Log.Level.WARN, "failed to schedule retries", fields);
    }

    /** Reports a message that failed and will be delivered again. */
    void retried(QueueMessage message) {
        if (message.sent() != null) {
            metrics.failedMessageAge(Duration.between(message.sent(), clock.instant()));
        }
    }

    /** Writes the metrics. */
    @Override
    public void close() {
        CountingHttpClient.Counts counts = requests.get();
        metrics.requests(counts.sent(), counts.throttled(), counts.failed());
        metrics.writeTo(log.lines());
    }

    private void write(Log.Level level, String message, String deliveryId, Map<String, Object> fields) {
        fields.put(LogField.DELIVERY_ID, deliveryId);
        fields.put(LogField.REQUEST_ID, requestId);
        log.write(level, message, fields);
    }

    private static OutcomeLabel label(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Copied ignored -> OutcomeLabel.COPIED;
            case Outcome.Unconfirmed ignored -> OutcomeLabel.UNCONFIRMED;
            case Outcome.HandedOver ignored -> OutcomeLabel.HANDED_OVER;
            case Outcome.Existing ignored -> OutcomeLabel.EXISTING;
            case Outcome.Deleted ignored -> OutcomeLabel.DELETED;
            case Outcome.Gone() -> OutcomeLabel.GONE;
            case Outcome.Skipped ignored -> OutcomeLabel.SKIPPED;
            case Outcome.Waiting ignored -> OutcomeLabel.WAITING;
            case Outcome.Refused ignored -> OutcomeLabel.REFUSED;
            case Outcome.Failed ignored -> OutcomeLabel.FAILED;
        };
    }

    private static Log.Level level(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Copied copied -> copied.missingMetadata() == 0 ? Log.Level.INFO : Log.Level.WARN;
            case Outcome.Unconfirmed ignored -> Log.Level.WARN;
            case Outcome.HandedOver ignored -> Log.Level.INFO;
            case Outcome.Existing ignored -> Log.Level.WARN;
            case Outcome.Deleted ignored -> Log.Level.INFO;
            case Outcome.Gone() -> Log.Level.WARN;
            case Outcome.Skipped ignored -> Log.Level.INFO;
            case Outcome.Waiting ignored -> Log.Level.INFO;
            case Outcome.Refused ignored -> Log.Level.ERROR;
            case Outcome.Failed(Failure failure) -> failure.cause().needsAction() ? Log.Level.ERROR : Log.Level.WARN;
        };
    }
}
