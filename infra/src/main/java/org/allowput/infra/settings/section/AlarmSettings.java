package org.allowput.infra.settings.section;

import java.util.Optional;

/** The alarms and whom they notify. */
public record AlarmSettings(Optional<String> topicArn, String email, int lagMinutes, String runbook) {
    public Optional<String> address() {
        return Addresses.of(email);
    }
}
