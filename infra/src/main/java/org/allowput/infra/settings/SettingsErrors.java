package org.allowput.infra.settings;

import java.util.List;

/**
 * The errors of one reading of the settings, so that one exception reports them all.
 *
 * @param root the path of the settings that are read
 */
record SettingsErrors(String root, List<String> messages) {
    /**
     * Adds an error, unless the rule holds.
     *
     * @param error the path of the setting below the root, what was seen, what is expected and why, with places of
     *     {@link String#format} for the values
     */
    void require(boolean holds, String error, Object... values) {
        if (!holds) {
            String path = root + ".";
            messages.add((path + error).formatted(values));
        }
    }
}
