package org.allowput.contract;

import java.util.Arrays;
import java.util.Optional;

/** How the function's log names the end of an event, in the field {@code outcome}. */
public enum OutcomeLabel {
    COPIED("copied"),
    UNCONFIRMED("unconfirmed"),
    HANDED_OVER("handedOver"),
    EXISTING("existing"),
    DELETED("deleted"),
    GONE("gone"),
    SKIPPED("skipped"),
    WAITING("waiting"),
    REFUSED("refused"),
    FAILED("failed");

    private final String label;

    OutcomeLabel(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    public static Optional<OutcomeLabel> of(String label) {
        return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst();
    }
}
