package org.allowput.infra;

import java.util.Locale;

/** The runbook has one section an alarm, under a heading that says its name in words. */
final class Runbook {
    private Runbook() {}

    /** {@code OldestMessage} is the section {@code oldest-message}. */
    static String section(String alarm) {
        return alarm.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
