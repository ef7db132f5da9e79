package org.allowput.ops.where;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.Receipts;
import org.allowput.ops.records.Progress;
import org.allowput.ops.records.ReceiptReader;

/**
 * Finds the receipts of one object. They are stored by time and not by key, so that objects of receipts are read from a
 * time on: first those of minutes, then of hours, then of days, until the one is found or so many were read.
 */
final class ObjectReceipts {
    private static final int MOST_OBJECTS = 20_000;
    private static final List<Duration> WINDOWS =
            List.of(Duration.ofMinutes(2), Duration.ofHours(2), Duration.ofDays(90));
    /** Receipts are written at the end of the invocation that has logged the outcomes. */
    private static final Duration AROUND = Duration.ofMinutes(2);

    private final ReceiptReader reader;
    private final String key;
    private final Progress progress;
    private final AtomicInteger left = new AtomicInteger(MOST_OBJECTS);
    private final List<Receipt> found = Collections.synchronizedList(new ArrayList<>());
    private Instant from = Instant.MAX;
    private Instant until = Instant.MIN;

    ObjectReceipts(ReceiptReader reader, String key, PrintWriter err) {
        this.reader = reader;
        this.key = key;
        this.progress = new Progress(err, "objects of receipts read");
    }

    void ofInvocation(Instant logged, String requestId) {
        read(logged.minus(AROUND), logged.plus(AROUND), object -> object.contains(requestId));
    }

    /** Reads on from a time until a receipt of the newest version is found. */
    void since(Instant first, Instant now, SourceObject source) {
        Instant begin = first;
        for (Duration window : WINDOWS) {
            if (!begin.isBefore(now) || copyOf(source).isPresent()) {
                return;
            }
            Instant end = Collections.min(List.of(begin.plus(window), now));
            read(begin, end, object -> true);
            begin = end;
        }
    }

    private void read(Instant begin, Instant end, Predicate<String> which) {
        reader.read(
                begin,
                keys -> keys.takeWhile(object -> isBefore(object, end) && left.get() > 0)
                        .filter(object -> which.test(object) && left.getAndDecrement() > 0),
                receipt -> {
                    if (receipt.sourceKey().equals(key)) {
                        found.add(receipt);
                    }
                },
                progress);
        from = Collections.min(List.of(from, begin));
        until = Collections.max(List.of(until, end));
    }

    private static boolean isBefore(String object, Instant end) {
        return Receipts.prefixes(Receipts.PREFIX).stream()
                .filter(object::startsWith)
                .allMatch(prefix -> object.compareTo(Receipts.startingAt(prefix, end)) < 0);
    }

    Optional<Receipt> latest() {
        return found.stream().max(Comparator.comparing(Receipt::acknowledged));
    }

    /** The latest receipt that states a copy of the newest version, and no later one a deletion. */
    Optional<Receipt> copyOf(SourceObject source) {
        return found.stream()
                .filter(source::isOf)
                .max(Comparator.comparing(Receipt::acknowledged))
                .filter(copy -> found.stream()
                        .noneMatch(other -> other.outcome() == Receipt.Kind.DELETED
                                && other.acknowledged().isAfter(copy.acknowledged())));
    }

    String text(SourceObject source) {
        int objects = MOST_OBJECTS - Math.max(0, left.get());
        String searched = "%d objects of receipts from %s to %s%s"
                .formatted(
                        objects,
                        from.truncatedTo(ChronoUnit.SECONDS),
                        until.truncatedTo(ChronoUnit.SECONDS),
                        left.get() > 0 ? "" : ", which is the most that is read: choose another time with --since");
        return copyOf(source)
                .or(this::latest)
                .map(receipt -> "%s at %s%s"
                        .formatted(
                                receipt.outcome().name().toLowerCase(Locale.ROOT),
                                receipt.acknowledged(),
                                version(receipt, source)))
                .orElse("none of it in " + searched);
    }

    private static String version(Receipt receipt, SourceObject source) {
        Receipt.Version copied = receipt.version();
        if (copied == null) {
            return "";
        }
        return source.isOf(receipt)
                ? ", this version, as %s with ETag %s".formatted(receipt.targetKey(), copied.targetETag())
                : ", another version: last modified %s, ETag %s%s"
                        .formatted(
                                copied.lastModified(),
                                copied.eTag(),
                                copied.versionId() == null ? "" : ", version " + copied.versionId());
    }
}
