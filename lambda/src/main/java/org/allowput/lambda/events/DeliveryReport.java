package org.allowput.lambda.events;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.allowput.contract.json.SanitizedText;

/** A delivery report has a delivery and its result. The response is made of the reports of all deliveries. */
record DeliveryReport(Delivery delivery, DeliveryResult result) {
    private static final int CAUSE_LENGTH = 300;
    private static final int MESSAGE_LENGTH = 4096;
    private static final Pattern ALL_ENDED = Pattern.compile("\\d+ of \\d+ failed: ");
    private static final String NOT_ENDED = "with a request that may still take effect, ";

    static List<DeliveryReport> each(List<Delivery> deliveries, List<DeliveryResult> results) {
        if (deliveries.size() != results.size()) {
            throw new IllegalArgumentException(results.size() + " results for " + deliveries.size() + " deliveries");
        }
        return IntStream.range(0, results.size())
                .mapToObj(i -> new DeliveryReport(deliveries.get(i), results.get(i)))
                .toList();
    }

    /** How many failed, of the first of them which and why, and before that whether a request may not have ended. */
    static String failures(List<Delivery> deliveries, List<DeliveryResult> results) {
        List<DeliveryReport> failures = each(deliveries, results).stream()
                .filter(report -> report.result().failed())
                .toList();
        String causes = failures.stream()
                .limit(MESSAGE_LENGTH / CAUSE_LENGTH)
                .map(DeliveryReport::failure)
                .collect(Collectors.joining("; "));
        String begin = results.stream().anyMatch(DeliveryResult::mayTakeEffectLater) ? NOT_ENDED : "";
        return SanitizedText.of(
                begin + failures.size() + " of " + results.size() + " failed: " + causes, MESSAGE_LENGTH);
    }

    /** Whether a text is one of {@link #failures} that states no request that may still take effect. */
    static boolean allRequestsEnded(String failures) {
        return ALL_ENDED.matcher(failures).lookingAt();
    }

    private String failure() {
        return SanitizedText.of(subject() + ": " + result.text(), CAUSE_LENGTH);
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
            case Delivery.Postponed postponed -> postponed.id();
        };
    }
}
