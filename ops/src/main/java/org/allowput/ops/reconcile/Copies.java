package org.allowput.ops.reconcile;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.allowput.lambda.receipt.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * What the receipts say of each key: the newest version that was copied, and when the object was last found gone. A few
 * hundred bytes a key; receipts may come in any order, and on several threads.
 */
final class Copies {
    private final Predicate<String> wanted;
    private final Map<String, Known> byKey = new ConcurrentHashMap<>();

    /**
     * What is known of one key.
     *
     * @param eTag of the source object that was copied, without quotes; empty if none was
     * @param lastModified of it, to the second; null if none was copied
     * @param targetETag of the copy, without quotes
     * @param acknowledged when that was written down
     * @param gone when the object was last found gone
     */
    record Known(
            String eTag,
            @Nullable Instant lastModified,
            @Nullable String targetETag,
            Instant acknowledged,
            Instant gone) {
        static final Known NOTHING = new Known("", null, null, Instant.MIN, Instant.MIN);

        Known with(Receipt receipt) {
            var version = receipt.version();
            if (version == null) {
                return new Known(eTag, lastModified, targetETag, acknowledged, later(gone, receipt.acknowledged()));
            }
            var read = new Known(
                    version.eTag(), second(version.lastModified()), version.targetETag(), receipt.acknowledged(), gone);
            return read.isNewerThan(this) ? read : this;
        }

        /**
         * By the source's own clock first: those of the function's environments differ, and a batch is written late.
         */
        private boolean isNewerThan(Known other) {
            int order = Optional.ofNullable(lastModified)
                    .orElse(Instant.MIN)
                    .compareTo(Optional.ofNullable(other.lastModified).orElse(Instant.MIN));
            return order > 0 || (order == 0 && acknowledged.isAfter(other.acknowledged));
        }

        boolean isCopied() {
            return acknowledged.isAfter(Instant.MIN);
        }

        private static Instant later(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }
    }

    /** @param wanted the source keys that are of interest */
    Copies(Predicate<String> wanted) {
        this.wanted = wanted;
    }

    void add(Receipt receipt) {
        if (wanted.test(receipt.sourceKey())) {
            byKey.merge(receipt.sourceKey(), Known.NOTHING.with(receipt), (known, ignored) -> known.with(receipt));
        }
    }

    Known of(String key) {
        return byKey.getOrDefault(key, Known.NOTHING);
    }

    /** As headers tell it, where a list may tell more. */
    static @Nullable Instant second(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS);
    }
}
