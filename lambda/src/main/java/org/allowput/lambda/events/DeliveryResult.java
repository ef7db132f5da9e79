package org.allowput.lambda.events;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The result of one delivery says whether it is acknowledged. A delivery has one or more events: it is done if each of
 * them ended, and otherwise its sender gets a failure and delivers all of it again.
 */
public sealed interface DeliveryResult {
    /**
     * Everything in it is copied or skipped.
     *
     * @param message what was done, for the sender to keep
     */
    record Done(String message) implements DeliveryResult {}

    /** Something in it failed, or was not started, and may succeed when it is delivered again. */
    record Retry(String cause, Urgency urgency) implements DeliveryResult {}

    /** Something in it failed for good: delivered again it would fail again. */
    record Failed(String cause) implements DeliveryResult {}

    enum Urgency {
        /** At once: no other side failed. */
        IMMEDIATE,
        NORMAL,
        /** After more time: an early delivery adds to the load that made this one fail. */
        LOW,
        /** After what was sent has arrived, or never will: the next look at the source has to come later. */
        LATE
    }

    /**
     * The result of a delivery from those of its events, of which there is at least one. A failure that may pass
     * outweighs a permanent one: when the delivery is received again, more of it may succeed. The least urgent one
     * decides when.
     */
    static DeliveryResult combine(List<DeliveryResult> results) {
        if (results.size() == 1) {
            return results.getFirst();
        }
        String retries = causes(results, Retry.class);
        String failures = causes(results, Failed.class);
        if (!retries.isEmpty()) {
            Urgency urgency = results.stream()
                    .filter(Retry.class::isInstance)
                    .map(result -> ((Retry) result).urgency())
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            return new Retry(failures.isEmpty() ? retries : retries + "; " + failures, urgency);
        }
        return failures.isEmpty() ? new Done(results.size() + " events done") : new Failed(failures);
    }

    default boolean failed() {
        return !(this instanceof Done);
    }

    /** Whether it failed with a request to the target that may still take effect. */
    default boolean mayTakeEffectLater() {
        return this instanceof Retry(String ignored, Urgency urgency) && urgency == Urgency.LATE;
    }

    default String text() {
        return switch (this) {
            case Done(String message) -> message;
            case Retry(String cause, Urgency ignored) -> cause;
            case Failed(String cause) -> cause;
        };
    }

    private static String causes(List<DeliveryResult> results, Class<? extends DeliveryResult> kind) {
        return results.stream()
                .filter(kind::isInstance)
                .map(DeliveryResult::text)
                .distinct()
                .limit(5)
                .collect(Collectors.joining("; "));
    }
}
