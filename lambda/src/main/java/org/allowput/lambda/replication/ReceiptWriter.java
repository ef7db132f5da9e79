package org.allowput.lambda.replication;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
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
import java.util.function.Supplier;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.Receipts;
import org.allowput.lambda.copy.CopyTask;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.events.Delivery;
import org.allowput.lambda.failure.FailureClassifier;
import org.allowput.lambda.session.AwsClients;
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
    /** With less than this there is no try: what is left is for the answer. */
    private static final Duration LEAST_TIME = Duration.ofMillis(400);

    private static final String TIME_OVER = "the time was over";

    private final BiConsumer<String, byte[]> store;
    private final String prefix;
    private final Set<Receipt.Kind> kinds;
    private final FunctionSettings settings;
    private final Reporter reporter;
    private final String requestId;
    private final Supplier<ExecutorService> threads;

    /**
     * @param store puts an object with a key into a bucket for receipts
     * @param prefix of their keys
     * @param kinds that are written
     * @param threads makes the thread that the store is called on
     */
    ReceiptWriter(
            BiConsumer<String, byte[]> store,
            String prefix,
            Set<Receipt.Kind> kinds,
            FunctionSettings settings,
            Reporter reporter,
            String requestId,
            Supplier<ExecutorService> threads) {
        this.store = store;
        this.prefix = prefix;
        this.kinds = kinds;
        this.settings = settings;
        this.reporter = reporter;
        this.requestId = requestId;
        this.threads = threads;
    }

    /** Records how the copies of one invocation ended, for a later comparison. A failure here fails no copy. */
    @FunctionalInterface
    public interface ReceiptLog {
        /** Returns before the deadline. */
        void write(Map<CopyTask, Outcome> outcomes, List<Delivery> deliveries, Deadline deadline);
    }

    /** Writes all receipts to account B's bucket for them, and some to the target bucket, as the settings say. */
    static ReceiptLog log(AwsClients clients, Reporter reporter, String requestId) {
        FunctionSettings settings = clients.settings();
        Supplier<ExecutorService> threads = clients.system().threads();
        List<ReceiptWriter> writers = new ArrayList<>();
        settings.receipts()
                .ifPresent(bucket -> writers.add(new ReceiptWriter(
                        (key, content) -> put(clients, bucket, key, content),
                        Receipts.PREFIX,
                        EnumSet.allOf(Receipt.Kind.class),
                        settings,
                        reporter,
                        requestId,
                        threads)));
        settings.copy()
                .selection()
                .deliverTo()
                .ifPresent(prefix -> writers.add(new ReceiptWriter(
                        clients.session(requestId).target()::putReceipts,
                        prefix,
                        Receipt.Kind.OF_TARGET,
                        settings,
                        reporter,
                        requestId,
                        threads)));
        return (outcomes, deliveries, deadline) -> {
            Instant now = clients.system().clock().instant();
            writers.forEach(writer -> writer.write(outcomes, deliveries, deadline, now));
        };
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

    /** @param now which is part of the key */
    void write(Map<CopyTask, Outcome> outcomes, List<Delivery> deliveries, Deadline deadline, Instant now) {
        Map<String, Instant> times = times(deliveries);
        List<Receipt> receipts = new ArrayList<>();
        outcomes.forEach((task, outcome) -> receipt(task, outcome, times.get(task.sourceKey()), now)
                .filter(receipt -> kinds.contains(receipt.outcome()))
                .ifPresent(receipts::add));
        if (receipts.isEmpty()) {
            return;
        }
        String key = Receipts.key(prefix, now, requestId);
        put(key, Receipts.write(receipts), deadline.remaining())
                .ifPresent(reason -> reporter.receiptsFailed(receipts.size(), key + ": " + reason));
    }

    /** Why it was not put, if it was not. The time is limited also where no timeout of the SDK's is: for AssumeRole. */
    private Optional<String> put(String key, byte[] content, Duration left) {
        if (left.compareTo(LEAST_TIME) < 0) {
            return Optional.of(TIME_OVER);
        }
        ExecutorService executor = threads.get();
        try {
            Callable<Object> call = Executors.callable(() -> store.accept(key, content));
            executor.invokeAll(List.of(call), left.dividedBy(2).toNanos(), NANOSECONDS)
                    .getFirst()
                    .get();
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(TIME_OVER);
        } catch (CancellationException e) {
            return Optional.of(TIME_OVER);
        } catch (ExecutionException e) {
            // It exists: an earlier attempt has put it, whose answer was lost.
            return FailureClassifier.targetExists(e) ? Optional.empty() : Optional.of(String.valueOf(e.getCause()));
        } finally {
            executor.shutdown();
        }
    }

    private Optional<Receipt> receipt(CopyTask task, Outcome outcome, @Nullable Instant eventTime, Instant now) {
        return outcome.columns()
                .receipt()
                .map(kind -> new Receipt(
                        settings.source().name(),
                        task.sourceKey(),
                        settings.target().name(),
                        task.targetKey(),
                        kind,
                        // Of what is not confirmed nothing of the source is left to compare with.
                        outcome instanceof Outcome.Copied copied ? version(copied.bytes(), copied.versions()) : null,
                        eventTime,
                        now,
                        requestId));
    }

    private static Receipt.Version version(long bytes, Outcome.Versions of) {
        return new Receipt.Version(
                Receipt.unquoted(of.eTag()),
                of.versionId(),
                of.lastModified(),
                bytes,
                of.copy().eTag() == null ? null : Receipt.unquoted(of.copy().eTag()),
                of.copy().versionId(),
                of.copy().checksum());
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
