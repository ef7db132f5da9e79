package org.allowput.infra.settings.alarms;

import java.util.List;
import java.util.Optional;

/**
 * The settings of account A's own alarms, which exist if it gives an address. Callers are absent until account A knows
 * them.
 */
public record TargetAlarmSettings(String email, int quietHours, Optional<String> callers) {
    public Optional<String> address() {
        return AlarmSettings.address(email);
    }

    public List<String> expectedCallers() {
        return callers.map(all -> List.of(all.split(","))).orElse(List.of());
    }
}
