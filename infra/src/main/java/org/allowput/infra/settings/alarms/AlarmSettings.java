package org.allowput.infra.settings.alarms;

import java.util.Optional;

/** The alarms and whom they notify. */
public record AlarmSettings(Optional<String> topicArn, String email, int lagMinutes, String runbook) {
    public Optional<String> address() {
        return address(email);
    }

    /** An email address has to be given, or stated to be absent by {@code none}. */
    static Optional<String> address(String email) {
        return Optional.of(email).filter(address -> !address.equals("none"));
    }
}
