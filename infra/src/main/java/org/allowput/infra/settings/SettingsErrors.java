package org.allowput.infra.settings;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.Yaml;

/**
 * The errors of one reading of the settings, so that one exception reports them all.
 *
 * @param root the path of the settings that are read
 */
record SettingsErrors(String root, List<String> messages) {
    private static final Map<String, String> SENTENCES =
            new Yaml().load(Objects.requireNonNull(SettingsErrors.class.getResourceAsStream("/settings-rules.yaml")));

    /**
     * Adds the sentence of a rule of {@code settings-rules.yaml} with the values that it shows, unless the rule holds.
     */
    void require(boolean holds, String rule, Object... values) {
        if (!holds) {
            messages.add(root + "."
                    + Objects.requireNonNull(SENTENCES.get(rule), rule).formatted(values));
        }
    }
}
