package org.allowput.ops.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.allowput.lambda.copy.KeyRule;
import org.allowput.lambda.receipt.Receipt;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Judges objects of the source bucket one by one, in the order in which they are listed. */
final class Finder {
    private final KeyRule keys;
    private final Copies copies;
    private final Optional<Inventory> inventory;
    private final Times times;
    private final List<Finding> findings = new ArrayList<>();
    private long copied;
    private long tooYoung;
    private long notJudged;

    /**
     * What is compared with what.
     *
     * @param receiptsSince an object that changed since has a receipt if it was copied
     * @param started of the comparison
     * @param grace how long a copy may take
     */
    record Times(Instant receiptsSince, Instant started, Duration grace) {
        boolean tooYoung(Instant lastModified) {
            return lastModified.isAfter(started.minus(grace));
        }
    }

    Finder(KeyRule keys, Copies copies, Optional<Inventory> inventory, Times times) {
        this.keys = keys;
        this.copies = copies;
        this.inventory = inventory;
        this.times = times;
    }

    void judge(S3Object object) {
        var target = keys.targetKey(object.key());
        if (target.isEmpty()) {
            return;
        }
        if (times.tooYoung(object.lastModified())) {
            tooYoung++;
            return;
        }
        var known = copies.of(object.key());
        var byReceipt = byReceipt(object, known);
        var byInventory = inventory
                .filter(made -> object.lastModified().isBefore(made.created().minus(times.grace())))
                .map(made -> byInventory(object, known, made.of(target.get())));
        // What A has says more than what was once acknowledged, but not which version it is.
        var verdict = byReceipt == Verdict.STALE_VERSION ? byReceipt : byInventory.orElse(byReceipt);
        count(verdict, object);
    }

    private Verdict byReceipt(S3Object object, Copies.Known known) {
        if (!known.isCopied()) {
            return object.lastModified().isBefore(times.receiptsSince()) ? Verdict.UNKNOWN : Verdict.NO_RECEIPT;
        }
        boolean same = known.eTag().equals(Receipt.unquoted(object.eTag()))
                && (known.lastModified() == null || known.lastModified().equals(Copies.second(object.lastModified())));
        return same && !known.gone().isAfter(known.acknowledged()) ? Verdict.COPIED : Verdict.STALE_VERSION;
    }

    private static Verdict byInventory(S3Object object, Copies.Known known, Optional<Inventory.Entry> found) {
        if (found.isEmpty()) {
            return Verdict.NOT_IN_INVENTORY;
        }
        var entry = found.get();
        if (entry.size() != null && !entry.size().equals(object.size())) {
            return Verdict.OTHER_SIZE;
        }
        var put = entry.lastModified();
        if (put != null && put.isBefore(Objects.requireNonNull(Copies.second(object.lastModified())))) {
            return Verdict.OLDER_COPY;
        }
        // The two sides' entity tags are comparable by the receipt alone: parts and encryption change them.
        var given = known.targetETag();
        boolean another = given != null && entry.eTag() != null && !given.equals(entry.eTag());
        return another ? Verdict.OTHER_ETAG : Verdict.COPIED;
    }

    private void count(Verdict verdict, S3Object object) {
        switch (verdict) {
            case COPIED -> copied++;
            case UNKNOWN -> notJudged++;
            case NO_RECEIPT, NOT_IN_INVENTORY -> add(Finding.Kind.MISSING, verdict, object);
            case STALE_VERSION, OTHER_SIZE, OLDER_COPY, OTHER_ETAG -> add(Finding.Kind.STALE, verdict, object);
        }
    }

    private void add(Finding.Kind kind, Verdict verdict, S3Object object) {
        findings.add(new Finding(
                kind,
                object.key(),
                object.size(),
                Receipt.unquoted(object.eTag()),
                object.lastModified(),
                verdict.reason));
    }

    Report report() {
        return new Report(copied, tooYoung, notJudged, times.receiptsSince(), findings);
    }

    private enum Verdict {
        COPIED(""),
        UNKNOWN("older than the receipts"),
        NO_RECEIPT("no receipt"),
        STALE_VERSION("the receipt is of another version"),
        NOT_IN_INVENTORY("not in A's inventory"),
        OTHER_SIZE("another size in A's inventory"),
        OLDER_COPY("A's copy is older than the object"),
        OTHER_ETAG("A's copy is not the one of the receipt");

        private final String reason;

        Verdict(String reason) {
            this.reason = reason;
        }
    }
}
