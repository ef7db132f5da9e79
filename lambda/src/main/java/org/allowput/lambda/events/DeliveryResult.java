package org.allowput.lambda.events;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.allowput.lambda.events.json.SanitizedText;

/** A delivery and how it ended. */
record DeliveryResult(Delivery delivery, Result result) {
    private static final int CAUSE_LENGTH = 300;
    private static final int MESSAGE_LENGTH = 4096;

    static List<DeliveryResult> each(List<Delivery> deliveries, List<Result> results) {
        if (deliveries.size() != results.size()) {
            throw new IllegalArgumentException(results.size() + " results for " + deliveries.size() + " deliveries");
        }
        List<DeliveryResult> reported = new ArrayList<>(results.size());
        for (int i = 0; i < results.size(); i++) {
            reported.add(new DeliveryResult(deliveries.get(i), results.get(i)));
        }
        return reported;
    }

    /** How many failed, and of the first of them which and why. */
    static String failures(List<Delivery> deliveries, List<Result> results) {
        List<DeliveryResult> failures = each(deliveries, results).stream()
                .filter(DeliveryResult::failed)
                .toList();
        String causes = failures.stream()
                .limit(MESSAGE_LENGTH / CAUSE_LENGTH)
                .map(DeliveryResult::failure)
                .collect(Collectors.joining("; "));
        return SanitizedText.of(failures.size() + " of " + results.size() + " failed: " + causes, MESSAGE_LENGTH);
    }

    boolean failed() {
        return !(result instanceof Result.Done);
    }

    /** What was done, or the cause of the failure. */
    String message() {
        return result.text();
    }

    private String failure() {
        return SanitizedText.of(subject() + ": " + message(), CAUSE_LENGTH);
    }

    private String subject() {
        return switch (delivery) {
            case Delivery.Changes changes ->
                changes.events().getFirst().key()
                        + (changes.events().size() == 1
                                ? ""
                                : " and " + (changes.events().size() - 1) + " more");
            case Delivery.Unreadable unreadable ->
                unreadable.id().isEmpty() ? "a message without an id" : unreadable.id();
        };
    }
}
