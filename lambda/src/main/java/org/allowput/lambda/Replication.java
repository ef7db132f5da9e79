package org.allowput.lambda;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.copy.MissingSource;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.events.ChangeEvent;
import org.allowput.lambda.events.Delivery;
import org.allowput.lambda.events.Result;
import org.allowput.lambda.failure.Failure;

/**
 * Brings the deliveries of one invocation to their ends.
 *
 * <p>A key is copied once, however many events name it, and its outcome counts for each. A delivery is done when all of
 * its events are.
 */
final class Replication {
    private final FunctionSettings settings;
    private final Copiers copiers;
    private final Reporter reporter;
    private final Book book;

    /** Begins an invocation that may write those keys of the target bucket. */
    @FunctionalInterface
    interface Copiers {
        CopySession begin(Collection<String> targetKeys);
    }

    /** Where somebody else can read later how the copies of one invocation ended. Fails none of them. */
    @FunctionalInterface
    interface Book {
        /** Returns before the deadline. The outcomes are by source keys. */
        void write(Map<String, Outcome> outcomes, List<Delivery> deliveries, Deadline deadline);
    }

    static final Book NO_BOOK = (outcomes, deliveries, deadline) -> {};

    Replication(FunctionSettings settings, Copiers copiers, Reporter reporter, Book book) {
        this.settings = settings;
        this.copiers = copiers;
        this.reporter = reporter;
        this.book = book;
    }

    /** One result for each delivery, in the same order. */
    List<Result> run(List<Delivery> deliveries, Deadline deadline) {
        Map<String, Outcome> outcomes = copied(wanted(deliveries), tasks(deliveries), deadline);
        writeReceipts(outcomes, deliveries, deadline);
        List<Result> results =
                deliveries.stream().map(delivery -> result(delivery, outcomes)).toList();
        reporter.close();
        return results;
    }

    /** @param tasks source keys that a task names: their objects must exist, and nothing is deleted for them */
    private Map<String, Outcome> copied(Map<String, String> wanted, Set<String> tasks, Deadline deadline) {
        MissingSource otherwise = settings.copy().deletes() ? MissingSource.DELETE : MissingSource.SKIP;
        try (CopySession copying = copiers.begin(wanted.values())) {
            return new CopyExecutor(
                            (source, target, interrupt) -> copying.replicate(
                                    source, target, tasks.contains(source) ? MissingSource.FAIL : otherwise, interrupt),
                            settings.concurrentCopies(),
                            settings.reserve())
                    .run(wanted, deadline);
        }
    }

    /** The objects are copied: whatever goes wrong with their receipts, their deliveries are done. */
    private void writeReceipts(Map<String, Outcome> outcomes, List<Delivery> deliveries, Deadline deadline) {
        try {
            book.write(outcomes, deliveries, deadline);
        } catch (RuntimeException e) {
            reporter.receiptsFailed(outcomes.size(), e.toString());
        }
    }

    /** A delivery whose outcome cannot be reported fails alone. */
    private Result result(Delivery delivery, Map<String, Outcome> outcomes) {
        try {
            return switch (delivery) {
                case Delivery.Changes changes -> result(changes, outcomes);
                case Delivery.Unreadable unreadable -> {
                    reporter.unreadable(unreadable);
                    yield new Result.Failed(unreadable.reason());
                }
            };
        } catch (RuntimeException e) {
            reporter.unreported(delivery.id(), e);
            return new Result.Failed("an error of this function: " + e);
        }
    }

    private static Set<String> tasks(List<Delivery> deliveries) {
        Set<String> tasks = new HashSet<>();
        for (Delivery delivery : deliveries) {
            if (delivery instanceof Delivery.Changes changes) {
                changes.events().stream()
                        .filter(event -> event.kind() == ChangeEvent.Kind.TASK)
                        .forEach(event -> tasks.add(event.key()));
            }
        }
        return tasks;
    }

    /** Target keys by the source keys that are to be copied. */
    private Map<String, String> wanted(List<Delivery> deliveries) {
        Map<String, String> wanted = new LinkedHashMap<>();
        for (Delivery delivery : deliveries) {
            if (delivery instanceof Delivery.Changes changes) {
                for (ChangeEvent event : changes.events()) {
                    if (settled(event).isEmpty()) {
                        settings.keys().targetKey(event.key()).ifPresent(target -> wanted.put(event.key(), target));
                    }
                }
            }
        }
        return wanted;
    }

    /** How an event ended that needs no look at its object. */
    private Optional<Outcome> settled(ChangeEvent event) {
        if (!event.bucket().equals(settings.source().name())) {
            return Optional.of(new Outcome.Failed(new Failure(
                    Failure.Cause.PERMANENT,
                    "the event is of bucket " + event.bucket() + "; this function copies from "
                            + settings.source().name() + " only: remove the notification that sends it here")));
        }
        return switch (event.kind()) {
            case TEST -> skipped("a test event, which S3 sends when a notification is configured");
            case OTHER -> skipped(event.eventName() + " changes nothing that is copied");
            case TAGGED ->
                settings.copy().tags() ? filtered(event) : skipped(event.eventName() + ": tags are not replicated");
            case REMOVED ->
                settings.copy().deletes()
                        ? filtered(event)
                        : skipped(event.eventName() + ": deletions are not replicated");
            case CREATED, TASK -> filtered(event);
        };
    }

    private Optional<Outcome> filtered(ChangeEvent event) {
        return settings.keys().targetKey(event.key()).isPresent()
                ? Optional.empty()
                : skipped("the key is not among those that are to be copied");
    }

    private static Optional<Outcome> skipped(String reason) {
        return Optional.of(new Outcome.Skipped(reason));
    }

    private Result result(Delivery.Changes delivery, Map<String, Outcome> copied) {
        List<Result> results = new ArrayList<>();
        for (ChangeEvent event : delivery.events()) {
            Outcome outcome = settled(event).orElseGet(() -> copied.get(event.key()));
            reporter.outcome(delivery.id(), event, outcome);
            results.add(result(event, outcome));
        }
        return results.size() == 1 ? results.getFirst() : together(results);
    }

    private Result result(ChangeEvent event, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Copied(long bytes, int ignored, Outcome.Versions alsoIgnored) ->
                new Result.Done("copied " + bytes + " bytes to "
                        + settings.keys().targetKey(event.key()).orElse(""));
            case Outcome.Unconfirmed(long bytes, int ignored, Outcome.Versions alsoIgnored) ->
                new Result.Done("copied " + bytes + " bytes to "
                        + settings.keys().targetKey(event.key()).orElse("")
                        + ", not confirmed: the source object was deleted meanwhile");
            case Outcome.Deleted() ->
                new Result.Done(
                        "deleted " + settings.keys().targetKey(event.key()).orElse(""));
            case Outcome.Skipped(String reason) -> new Result.Done("skipped: " + reason);
            case Outcome.Failed(Failure(Failure.Cause cause, String reason)) ->
                cause.retryable() ? new Result.Retry(reason) : new Result.Failed(reason);
        };
    }

    /**
     * What failed for now outweighs what failed for good: delivered again, the delivery may still bring something
     * across.
     */
    private static Result together(List<Result> results) {
        String retries = causes(results, Result.Retry.class);
        String failures = causes(results, Result.Failed.class);
        if (!retries.isEmpty()) {
            return new Result.Retry(failures.isEmpty() ? retries : retries + "; " + failures);
        }
        return failures.isEmpty() ? new Result.Done(results.size() + " events done") : new Result.Failed(failures);
    }

    private static String causes(List<Result> results, Class<? extends Result> kind) {
        return results.stream()
                .filter(kind::isInstance)
                .map(result -> switch (result) {
                    case Result.Done(String message) -> message;
                    case Result.Retry(String cause) -> cause;
                    case Result.Failed(String cause) -> cause;
                })
                .distinct()
                .limit(5)
                .collect(Collectors.joining("; "));
    }
}
