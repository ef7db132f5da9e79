package org.allowput.ops.compare;

import java.time.Instant;
import java.util.Optional;
import org.allowput.contract.receipt.OutcomeLabel;
import org.allowput.contract.receipt.Receipt;

/** Receipts of copies from the bucket {@code source} to the same key of {@code target}, as the function writes them. */
public final class TestReceipts {
    private TestReceipts() {}

    public static Receipt copied(String key, String eTag, Instant lastModified, Instant acknowledged) {
        return copied(key, eTag, lastModified, acknowledged, acknowledged, 1);
    }

    public static Receipt copied(
            String key, String eTag, Instant lastModified, Instant eventTime, Instant acknowledged, int rule) {
        return new Receipt(
                "source",
                key,
                "target",
                key,
                OutcomeLabel.COPIED,
                new Receipt.Version(eTag, null, lastModified, 1, "target-" + eTag, null, Optional.empty()),
                eventTime,
                acknowledged,
                "request",
                rule);
    }

    public static Receipt gone(String key, Instant acknowledged) {
        OutcomeLabel gone = OutcomeLabel.GONE;
        return new Receipt("source", key, "target", key, gone, null, null, acknowledged, "request", 1);
    }
}
