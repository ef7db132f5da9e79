package org.allowput.infra.settings.sourceaccount;

import java.util.Optional;

/** Receipts of copied objects, which bin/reconcile compares with the source bucket. */
public record ReceiptSettings(boolean enabled, int keptDays, Optional<String> deliverTo) {
    /** Whether the function writes receipts at all. */
    public boolean areWritten() {
        return enabled || deliverTo.isPresent();
    }
}
