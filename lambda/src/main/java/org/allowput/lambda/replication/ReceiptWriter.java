package org.allowput.lambda.replication;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.receipt.OutcomeLabel;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.Receipts;
import org.allowput.lambda.copy.CopyTask;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.events.Delivery;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.failure.FailureClassifier;
import org.allowput.lambda.session.AwsClients;
import org.allowput.lambda.session.SystemResources;
import org.allowput.lambda.settings.FunctionSettings;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Writes what one invocation has acknowledged: one object with all receipts, or none where there was nothing.
 *
 * <p>A receipt that could not be written fails no copy. It is reported: {@code bin/reconcile} copies the object again,
 * and what account A did not get is in account B's bucket under the same name.
 */
public final class ReceiptWriter {
    /**
     * A destination is a bucket that receipts are written to.
     *
     * @param prefix of their keys
     * @param outcomes of which receipts are written
     * @param store puts an object with a key into the bucket
     */
    public record Destination(String prefix, Set<OutcomeLabel> outcomes, BiConsumer<String, byte[]> store) {}

    private final List<Destination> destinations;
    private final FunctionSettings settings;
    private final Reporter reporter;
    private final String requestId;
    private final SystemResources system;

    public ReceiptWriter(
            List<Destination> destinations,
            FunctionSettings settings,
            Reporter reporter,
            String requestId,
            SystemResources system) {
        this.destinations = destinations;
        this.settings = settings;
        this.reporter = reporter;
        this.requestId = requestId;
        this.system = system;
    }

    /** Writes all receipts to account B's bucket for them, and some to the target bucket, as the settings say. */
    static ReceiptWriter of(AwsClients clients, Reporter reporter, String requestId) {
        FunctionSettings settings = clients.settings();
        List<Destination> destinations = new ArrayList<>();
        settings.receipts()
                .ifPresent(bucket -> destinations.add(new Destination(
                        Receipts.PREFIX,
                        OutcomeLabel.WITH_RECEIPT,
                        (key, content) -> put(clients, bucket, key, content))));
        settings.copy()
                .selection()
                .deliverTo()
                .ifPresent(prefix -> destinations.add(new Destination(
                        prefix, OutcomeLabel.DELIVERED, clients.session().target()::putReceipts)));
        return new ReceiptWriter(destinations, settings, reporter, requestId, clients.system());
    }

    private static void put(AwsClients clients, String bucket, String key, byte[] content) {
        clients.source()
                .putObject(
                        request -> request.bucket(bucket)
                                .key(key)
                                .expectedBucketOwner(clients.settings().source().account())
                                .contentType("application/gzip"),
                        RequestBody.fromBytes(content));
    }

    /** Writes how copies ended, before the deadline. A failure here fails no copy. */
    void write(Map<CopyTask, Outcome> outcomes, List<Delivery> deliveries, Deadline deadline) {
        try {
            List<Receipt> receipts = receipts(outcomes, deliveries);
            destinations.forEach(destination -> write(destination, receipts, deadline));
        } catch (RuntimeException e) {
            reporter.receiptsFailed(outcomes.size(), e.toString());
        }
    }

    private List<Receipt> receipts(Map<CopyTask, Outcome> outcomes, List<Delivery> deliveries) {
        Map<String, Instant> times = times(deliveries);
        Instant now = system.clock().instant();
        List<Receipt> receipts = new ArrayList<>();
        outcomes.forEach((task, outcome) ->
                receipt(task, outcome, times.get(task.sourceKey()), now).ifPresent(receipts::add));
        return receipts;
    }

    private void write(Destination destination, List<Receipt> all, Deadline deadline) {
        List<Receipt> receipts = all.stream()
                .filter(receipt -> destination.outcomes().contains(receipt.outcome()))
                .toList();
        if (receipts.isEmpty()) {
            return;
        }
        String key = Receipts.key(destination.prefix(), receipts.getFirst().acknowledged(), requestId);
        put(destination.store(), key, Receipts.write(receipts), deadline)
                .ifPresent(reason -> reporter.receiptsFailed(receipts.size(), key + ": " + reason));
    }

    /** Why it was not put, if it was not. The time is limited also where no timeout of the SDK's is: for AssumeRole. */
    private Optional<String> put(BiConsumer<String, byte[]> store, String key, byte[] content, Deadline deadline) {
        Optional<Duration> left = deadline.timeForRequest();
        if (left.isEmpty()) {
            return Optional.of(Failure.OUT_OF_TIME);
        }
        ExecutorService executor = system.threads().get();
        try {
            Callable<Object> call = Executors.callable(() -> store.accept(key, content));
            executor.invokeAll(List.of(call), left.get().dividedBy(2).toNanos(), NANOSECONDS)
                    .getFirst()
                    .get();
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(Failure.OUT_OF_TIME);
        } catch (CancellationException e) {
            return Optional.of(Failure.OUT_OF_TIME);
        } catch (ExecutionException e) {
            // It exists: an earlier attempt has put it, whose answer was lost.
            return FailureClassifier.targetExists(e) ? Optional.empty() : Optional.of(String.valueOf(e.getCause()));
        } finally {
            executor.shutdown();
        }
    }

    private Optional<Receipt> receipt(CopyTask task, Outcome outcome, @Nullable Instant eventTime, Instant now) {
        OutcomeLabel label = outcome.describe(task.targetKey()).label();
        return Optional.of(label)
                .filter(OutcomeLabel.WITH_RECEIPT::contains)
                .map(_ -> new Receipt(
                        settings.source().name(),
                        task.sourceKey(),
                        settings.target().name(),
                        task.targetKey(),
                        label,
                        // Of what is not confirmed nothing of the source is left to compare with.
                        outcome instanceof Outcome.Copied copied ? copied.version() : null,
                        eventTime,
                        now,
                        requestId,
                        settings.copy().selection().ruleNumber(task.sourceKey())));
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
