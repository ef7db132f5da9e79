package org.allowput.lambda.replication;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.allowput.contract.FailureCause;
import org.allowput.contract.FunctionVariable;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.StoredEvent;
import org.allowput.contract.json.JsonDocuments;
import org.allowput.lambda.copy.CopyResult.TooLarge;
import org.allowput.lambda.copy.CopyTask;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.events.Delivery;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.failure.PendingRequestException;
import org.allowput.lambda.large.CopyTasks;
import org.allowput.lambda.large.PermanentTaskException;
import org.allowput.lambda.large.RangedCopy;
import org.allowput.lambda.large.RestartCopyException;
import org.allowput.lambda.large.ResultStore;
import org.allowput.lambda.large.RetryTaskException;
import org.allowput.lambda.large.Settlement;
import org.allowput.lambda.large.TaskErrors;
import org.allowput.lambda.large.TaskRequest;
import org.allowput.lambda.report.Log;
import org.allowput.lambda.session.AwsClients;
import org.allowput.lambda.session.CopySession;
import org.allowput.lambda.settings.FunctionSettings;
import org.jspecify.annotations.Nullable;

/** One task of the workflow for large objects, from its request to its response. */
public final class WorkflowTask implements AutoCloseable {
    /** The progress of a copy says whether it is complete; if not, it has the ranges. */
    private record Progress(
            int round, boolean done, @Nullable List<Integer> ranges) {}

    /** How often a plan looks at an object that becomes large and small in turns. */
    private static final int LOOKS = 5;

    private final FunctionSettings settings;
    private final CopySession session;
    private final ResultStore store;
    private final CopyTasks.Settings taskSettings;
    private final Reporter reporter;
    private final ReceiptWriter receipts;
    private final TaskRequest request;

    public WorkflowTask(AwsClients clients, Log log, String requestId, TaskRequest request) {
        clients.nameSession(requestId);
        this.settings = clients.settings();
        this.session = clients.session();
        FunctionSettings.LargeObjects large = settings.large()
                .orElseThrow(() -> new IllegalStateException(FunctionVariable.LARGE_OBJECTS_BUCKET
                        + " is missing: deploy the function with the CDK app, which sets it"));
        this.store = new ResultStore(
                clients.source(), large.results(), settings.source().account());
        this.taskSettings =
                new CopyTasks.Settings(large.rangeSize(), settings.target().name() + " " + settings.options());
        this.reporter = new Reporter(
                settings,
                log,
                clients.system().clock(),
                requestId,
                clients::getAndResetCounts,
                Optional.of(request.execution()));
        this.receipts = ReceiptWriter.of(clients, reporter, requestId);
        this.request = request;
    }

    public byte[] run(Deadline deadline) {
        try {
            return JsonDocuments.write(
                    switch (request.task()) {
                        case PLAN -> plan(deadline);
                        case COPY_RANGE -> copyRange();
                        case RECORD_FAILURE -> {
                            Settlement.record(store, request);
                            yield Map.of();
                        }
                        case COMPLETE -> complete(deadline);
                        case SETTLE -> settle();
                    });
        } catch (InterruptedException | RuntimeException e) {
            RuntimeException error = TaskErrors.of(e);
            report(error);
            throw error;
        }
    }

    /** The object may have changed since the workflow was started: if it is no longer large, it is copied here. */
    private Progress plan(Deadline deadline) {
        CopyTask task = task();
        OptionalLong sent = tasks().sent(request);
        for (int look = 0; look < LOOKS; look++) {
            switch (session.copier().replicate(task, sent, deadline)) {
                case Outcome.Failed(Failure failure) -> throw TaskErrors.of(failure);
                case Outcome outcome -> {
                    report(task, outcome, deadline);
                    return new Progress(request.round(), true, null);
                }
                case TooLarge object -> {
                    Optional<Integer> ranges = tasks().plan(request, event(), object, task.targetKey());
                    if (ranges.isPresent()) {
                        return new Progress(
                                request.round(),
                                false,
                                IntStream.range(0, ranges.get()).boxed().toList());
                    }
                }
            }
        }
        throw TaskErrors.of(new Failure(
                FailureCause.SOURCE_CHANGED, "the source object changed during each of " + LOOKS + " looks at it"));
    }

    private Map<String, Object> copyRange() throws InterruptedException {
        long bytes = tasks().copyRange(begun(), request.range());
        reporter.range(request.range(), bytes);
        // Step Functions collects the responses of all ranges in one state of at most 256 KiB.
        return Map.of();
    }

    private Progress complete(Deadline deadline) {
        report(task(), tasks().complete(request.prefix(), begun()), deadline);
        return new Progress(request.round(), true, null);
    }

    private Settlement settle() {
        CopyTask task = task();
        Settlement settlement = Settlement.of(store, request);
        if (!settlement.restart()) {
            // The next attempt goes on with its parts, until the lifecycle rule removes them.
            Outcome failed = new Outcome.Failed(new Failure(FailureCause.PERMANENT, settlement.cause()));
            reporter.outcome(request.name(), event(), task.targetKey(), failed);
        }
        return settlement;
    }

    private CopyTasks tasks() {
        return new CopyTasks(session.largeObjectCopier(), store, taskSettings);
    }

    private RangedCopy begun() {
        return CopyTasks.copy(store, request.prefix());
    }

    private ChangeEvent event() {
        return StoredEvent.read(request.input());
    }

    private CopyTask task() {
        return switch (EventDecision.of(event(), settings)) {
            case EventDecision.Copy(CopyTask task) ->
                new CopyTask(
                        task.sourceKey(), task.targetKey(), task.missingSource().ofFoundObject());
            case EventDecision.Skip(String reason) ->
                throw TaskErrors.of(new Failure(
                        FailureCause.PERMANENT, reason + ": the settings have changed since the workflow was started"));
            case EventDecision.Refuse(Failure failure) -> throw TaskErrors.of(failure);
        };
    }

    private void report(CopyTask task, Outcome outcome, Deadline deadline) {
        ChangeEvent event = event();
        reporter.outcome(request.name(), event, task.targetKey(), outcome);
        receipts.write(Map.of(task, outcome), List.of(new Delivery.Changes(request.name(), List.of(event))), deadline);
    }

    private void report(RuntimeException error) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("task", request.task().text());
        fields.put("round", (long) request.round());
        fields.put("range", (long) request.range());
        fields.put("error", error.getClass().getSimpleName());
        String reason = String.valueOf(error.getMessage());
        reporter.taskFailed(
                switch (error) {
                    case RetryTaskException retry -> retry.failure();
                    case PendingRequestException pending -> pending.failure();
                    case PermanentTaskException ignored -> new Failure(FailureCause.PERMANENT, reason);
                    case RestartCopyException ignored -> new Failure(FailureCause.SOURCE_CHANGED, reason);
                    default -> new Failure(FailureCause.RETRYABLE, reason);
                },
                fields,
                request.since());
    }

    @Override
    public void close() {
        reporter.close();
    }
}
