package org.allowput.infra.monitoring;

import java.util.Locale;

/** The runbook, docs/operations.md: one section for each alarm, whose heading is the alarm's name in words. */
public final class Runbook {
    private Runbook() {}

    /** {@code OldestMessage} is the section {@code oldest-message}. */
    public static String section(String alarm) {
        return alarm.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
