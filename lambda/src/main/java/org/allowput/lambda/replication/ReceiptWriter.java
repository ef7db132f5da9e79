package org.allowput.lambda.replication;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.events.Delivery;
import org.allowput.lambda.events.format.ChangeEvent;
import org.allowput.lambda.failure.FailureClassifier;
import org.allowput.lambda.receipt.Receipt;
import org.allowput.lambda.receipt.Receipts;
import org.allowput.lambda.session.CopyTask;
import org.allowput.lambda.settings.FunctionSettings;
import org.jspecify.annotations.Nullable;

/**
 * Writes what one invocation has acknowledged: one object with all receipts, or none where there was nothing.
 *
 * <p>A receipt that could not be written fails no copy. It is reported, and {@code bin/reconcile} copies the object
 * again.
 */
final class ReceiptWriter implements Replication.ReceiptLog {
    /** With less than this there is no try: what is left is for the answer. */
    private static final Duration LEAST_TIME = Duration.ofMillis(400);

    /** A bucket for receipts. */
    @FunctionalInterface
    interface Store {
        /** Puts one object, with all attempts within the timeout. */
        void put(String key, byte[] content, Duration timeout);
    }

    private final Store store;
    private final String prefix;
    private final Set<Receipt.Kind> kinds;
    private final FunctionSettings settings;
    private final Reporter reporter;
    private final InstantSource clock;
    private final String requestId;

    /**
     * @param prefix of their keys
     * @param kinds that are written
     */
    ReceiptWriter(
            Store store,
            String prefix,
            Set<Receipt.Kind> kinds,
            FunctionSettings settings,
            Reporter reporter,
            InstantSource clock,
            String requestId) {
        this.store = store;
        this.prefix = prefix;
        this.kinds = kinds;
        this.settings = settings;
        this.reporter = reporter;
        this.clock = clock;
        this.requestId = requestId;
    }

    @Override
    public void write(Map<CopyTask, Outcome> outcomes, List<Delivery> deliveries, Deadline deadline) {
        Instant now = clock.instant();
        Map<String, Instant> times = times(deliveries);
        List<Receipt> receipts = new ArrayList<>();
        outcomes.forEach((task, outcome) -> receipt(task, outcome, times.get(task.sourceKey()), now)
                .filter(receipt -> kinds.contains(receipt.outcome()))
                .ifPresent(receipts::add));
        if (receipts.isEmpty()) {
            return;
        }
        Duration left = deadline.remaining();
        if (left.compareTo(LEAST_TIME) < 0) {
            reporter.receiptsFailed(receipts.size(), "the time was over");
            return;
        }
        try {
            store.put(Receipts.key(prefix, now, requestId), Receipts.write(receipts), left.dividedBy(2));
        } catch (RuntimeException e) {
            // It exists: an earlier attempt has put it, whose answer was lost.
            if (!FailureClassifier.targetExists(e)) {
                reporter.receiptsFailed(receipts.size(), prefix + ": " + e.getMessage());
            }
        }
    }

    private Optional<Receipt> receipt(CopyTask task, Outcome outcome, @Nullable Instant eventTime, Instant now) {
        return switch (outcome) {
            case Outcome.Copied(long bytes, int ignored, Outcome.Versions of) ->
                Optional.of(receipt(
                        task,
                        Receipt.Kind.COPIED,
                        new Receipt.Version(
                                Receipt.unquoted(of.eTag()),
                                of.versionId(),
                                of.lastModified(),
                                bytes,
                                Optional.ofNullable(of.copy().eTag())
                                        .map(Receipt::unquoted)
                                        .orElse(null),
                                of.copy().versionId(),
                                of.copy().checksum()),
                        eventTime,
                        now));
            case Outcome.Deleted() -> Optional.of(receipt(task, Receipt.Kind.DELETED, null, eventTime, now));
            // Nothing of the source is left to compare with.
            case Outcome.Unconfirmed ignored ->
                Optional.of(receipt(task, Receipt.Kind.UNCONFIRMED, null, eventTime, now));
            case Outcome.Gone() -> Optional.of(receipt(task, Receipt.Kind.GONE, null, eventTime, now));
            case Outcome.Waiting ignored -> Optional.of(receipt(task, Receipt.Kind.WAITING, null, eventTime, now));
            case Outcome.Refused ignored -> Optional.of(receipt(task, Receipt.Kind.REFUSED, null, eventTime, now));
            // No task is skipped.
            case Outcome.Skipped ignored -> Optional.empty();
            // Which content the target has is not known here.
            case Outcome.Existing ignored -> Optional.empty();
            case Outcome.Failed ignored -> Optional.empty();
            // The workflow writes one when it has copied the object.
            case Outcome.HandedOver ignored -> Optional.empty();
        };
    }

    private Receipt receipt(
            CopyTask task,
            Receipt.Kind outcome,
            Receipt.@Nullable Version version,
            @Nullable Instant eventTime,
            Instant now) {
        return new Receipt(
                settings.source().name(),
                task.sourceKey(),
                settings.target().name(),
                task.targetKey(),
                outcome,
                version,
                eventTime,
                now,
                requestId);
    }

    private static Map<String, Instant> times(List<Delivery> deliveries) {
        Map<String, Instant> times = new HashMap<>();
        for (Delivery delivery : deliveries) {
            if (delivery instanceof Delivery.Changes changes) {
                for (ChangeEvent event : changes.events()) {
                    Instant time = event.time();
                    if (time != null) {
                        times.merge(event.key(), time, (one, other) -> one.isAfter(other) ? one : other);
                    }
                }
            }
        }
        return times;
    }
}
