package org.allowput.infra.settings.section;

import java.util.Optional;

/**
 * The alarms and whom they notify.
 *
 * @param topicArn of a topic that they notify
 * @param email an address that they notify, or {@code none}
 * @param lagMinutes how long 99 of 100 objects may take from their change to their copy
 * @param runbook an address, to which the alarms' descriptions append the section
 */
public record AlarmSettings(Optional<String> topicArn, String email, int lagMinutes, String runbook) {
    public Optional<String> address() {
        return Addresses.of(email);
    }
}
