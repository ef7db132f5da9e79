package org.allowput.lambda.replication;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.SourceLook;
import org.allowput.contract.event.StoredEvent;
import org.allowput.lambda.copy.CopyTask;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.events.Delivery;
import org.allowput.lambda.events.Delivery.QueueMessage;
import org.allowput.lambda.events.DeliveryResult;
import org.allowput.lambda.events.EventReader;
import org.allowput.lambda.events.InvocationRequest;
import org.allowput.lambda.events.SourceLookRequest;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.large.Executions;
import org.allowput.lambda.report.Log;
import org.allowput.lambda.retry.FailedMessageScheduler;
import org.allowput.lambda.retry.RetrySchedule;
import org.allowput.lambda.session.AwsClients;
import org.allowput.lambda.settings.FunctionSettings;
import org.jspecify.annotations.Nullable;

/**
 * Replicates the objects that the deliveries of one invocation name.
 *
 * <p>A key is copied once, however many events name it, and its outcome counts for each. A delivery is done when all of
 * its events are.
 */
public final class Replication {
    /** Of several events about one object, the one whose request no earlier event can have made. */
    private static final Comparator<ChangeEvent> LATEST = Comparator.<ChangeEvent>comparingInt(
                    event -> event.attempt().number())
            .thenComparing(event -> event.attempt().job())
            .thenComparing(ChangeEvent::time, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final FunctionSettings settings;
    private final CopyExecutor executor;
    private final ReceiptWriter receipts;
    private final FailedMessageScheduler failedMessages;
    private final SourceConnection connection;
    private final Reporter reporter;

    public Replication(
            FunctionSettings settings,
            CopyExecutor executor,
            ReceiptWriter receipts,
            FailedMessageScheduler failedMessages,
            SourceConnection connection,
            Reporter reporter) {
        this.settings = settings;
        this.executor = executor;
        this.receipts = receipts;
        this.failedMessages = failedMessages;
        this.connection = connection;
        this.reporter = reporter;
    }

    /** The replication of one invocation, which writes its outcomes to the log. */
    public static Replication of(AwsClients clients, Log log, String requestId) {
        clients.nameSession(requestId);
        FunctionSettings settings = clients.settings();
        FunctionSettings.Queue queue = settings.queue();
        Reporter reporter = new Reporter(
                settings, log, clients.system().clock(), requestId, clients::getAndResetCounts, Optional.empty());
        String stateMachine = settings.large()
                .map(FunctionSettings.LargeObjects::stateMachine)
                .orElse("");
        return new Replication(
                settings,
                new CopyExecutor(
                        clients.session().copier(),
                        new Executions(clients.stepFunctions(), stateMachine),
                        settings.concurrentCopies(),
                        settings.reserve(),
                        clients.system().threads()),
                ReceiptWriter.of(clients, reporter, requestId),
                new FailedMessageScheduler(
                        clients.sqs(),
                        clients.sqsWithoutRetries(),
                        queue.url(),
                        queue.deadLetterUrl(),
                        new RetrySchedule(clients.system().random(), queue.delayPercent()),
                        queue.maxDeliveries(),
                        reporter::notScheduled),
                new SourceConnection(
                        clients.source(),
                        clients::eventBridge,
                        settings.source().account()),
                reporter);
    }

    public void handle(InputStream event, OutputStream response, Deadline deadline) throws IOException {
        InvocationRequest request = EventReader.read(event);
        List<DeliveryResult> results = replicate(request.deliveries(), deadline);
        List<DeliveryResult> settled = settle(request.messages(), results, deadline);
        failedMessages.deliverLate(repeatedTasks(request.deliveries(), results), deadline);
        if (request instanceof SourceLookRequest(SourceLook look)) {
            reporter.connection(connection.compare(look));
        }
        reporter.close();
        request.answer(settled, response);
    }

    private List<DeliveryResult> replicate(List<Delivery> deliveries, Deadline deadline) {
        Map<ChangeEvent, EventDecision> decisions = decide(deliveries);
        Map<CopyTask, Outcome> outcomes = executor.run(tasks(decisions), deadline);
        receipts.write(outcomes, deliveries, deadline);
        return deliveries.stream()
                .map(delivery -> result(delivery, decisions, outcomes))
                .toList();
    }

    private Map<ChangeEvent, EventDecision> decide(List<Delivery> deliveries) {
        Map<ChangeEvent, EventDecision> decisions = new LinkedHashMap<>();
        for (Delivery delivery : deliveries) {
            if (delivery instanceof Delivery.Changes changes) {
                changes.events().forEach(event -> decisions.put(event, EventDecision.of(event, settings)));
            }
        }
        return decisions;
    }

    /** Each task with the event that the workflow gets if its object is large. */
    private static Map<CopyTask, ChangeEvent> tasks(Map<ChangeEvent, EventDecision> decisions) {
        Map<CopyTask, ChangeEvent> tasks = new LinkedHashMap<>();
        decisions.forEach((event, decision) -> {
            if (decision instanceof EventDecision.Copy(CopyTask task)) {
                tasks.merge(task, event, BinaryOperator.maxBy(LATEST));
            }
        });
        return tasks;
    }

    /** A delivery whose outcome cannot be reported fails alone. */
    private DeliveryResult result(
            Delivery delivery, Map<ChangeEvent, EventDecision> decisions, Map<CopyTask, Outcome> outcomes) {
        try {
            return switch (delivery) {
                case Delivery.Changes changes -> result(changes, decisions, outcomes);
                case Delivery.Unreadable unreadable -> {
                    reporter.unreadable(unreadable);
                    yield new DeliveryResult.Failed(unreadable.reason());
                }
                case Delivery.Postponed postponed -> {
                    reporter.postponed(postponed);
                    yield new DeliveryResult.Retry(postponed.reason(), DeliveryResult.Urgency.LATE);
                }
            };
        } catch (RuntimeException e) {
            reporter.unreported(delivery.id(), e);
            return new DeliveryResult.Failed("an error of this function: " + e);
        }
    }

    private DeliveryResult result(
            Delivery.Changes delivery, Map<ChangeEvent, EventDecision> decisions, Map<CopyTask, Outcome> outcomes) {
        List<DeliveryResult> results = new ArrayList<>();
        for (ChangeEvent event : delivery.events()) {
            EventDecision decision = Objects.requireNonNull(decisions.get(event));
            @Nullable
            String targetKey = decision instanceof EventDecision.Copy(CopyTask task) ? task.targetKey() : null;
            Outcome outcome = switch (decision) {
                case EventDecision.Copy(CopyTask task) -> Objects.requireNonNull(outcomes.get(task));
                case EventDecision.Skip(String reason) -> new Outcome.Skipped(reason);
                case EventDecision.Refuse(Failure failure) -> new Outcome.Failed(failure);
            };
            reporter.outcome(delivery.id(), event, targetKey, outcome);
            results.add(result(outcome, targetKey));
        }
        return DeliveryResult.combine(results);
    }

    private static DeliveryResult result(Outcome outcome, @Nullable String targetKey) {
        String sentence = outcome.describe(targetKey).sentence();
        if (!(outcome instanceof Outcome.Failed(Failure failure))) {
            return new DeliveryResult.Done(sentence);
        }
        return failure.cause().retryable()
                ? new DeliveryResult.Retry(sentence, urgency(failure))
                : new DeliveryResult.Failed(sentence);
    }

    private static DeliveryResult.Urgency urgency(Failure failure) {
        if (failure.isPending()) {
            return DeliveryResult.Urgency.LATE;
        }
        return switch (failure.cause()) {
            case SOURCE_CHANGED, OUT_OF_TIME -> DeliveryResult.Urgency.IMMEDIATE;
            case RETRYABLE, ACCESS_DENIED, ASSUME_ROLE_DENIED, PERMANENT, UNREADABLE_EVENT ->
                DeliveryResult.Urgency.NORMAL;
            case THROTTLED -> DeliveryResult.Urgency.LOW;
        };
    }

    /**
     * Events of the tasks of S3 Batch Operations with a request that may still take effect. S3 decides when it tries a
     * task again, and that may be too soon: so the queue delivers an event of the object, too, after that request.
     */
    private List<String> repeatedTasks(List<Delivery> deliveries, List<DeliveryResult> results) {
        List<String> repeated = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i).mayTakeEffectLater() && deliveries.get(i) instanceof Delivery.Changes changes) {
                changes.events().stream()
                        .filter(event -> event.kind() == ChangeEvent.Kind.TASK)
                        .map(task -> new ChangeEvent(
                                ChangeEvent.Kind.CREATED, task.eventName(), task.bucket(), task.key(), task.time()))
                        .map(event -> StoredEvent.notification(
                                event, settings.source().region()))
                        .forEach(repeated::add);
            }
        }
        return repeated;
    }

    private List<DeliveryResult> settle(List<QueueMessage> messages, List<DeliveryResult> results, Deadline deadline) {
        for (int i = 0; i < messages.size(); i++) {
            if (results.get(i) instanceof DeliveryResult.Retry) {
                reporter.retried(messages.get(i));
            }
        }
        return failedMessages.settle(messages, results, deadline);
    }
}
